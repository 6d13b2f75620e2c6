"""Family A: the actors, what each has to do, and the ids and names by which they are called."""

from collections.abc import Iterator
from unicodedata import normalize

from povcalc.checks.declare import Subject, check
from povcalc.checks.naming import Named, guesses, listed
from povcalc.findings import Held, Problem, Related, Result, Severity, Undecided
from povcalc.places import Path
from povcalc.text import Text, clipped, say


def _references(subject: Subject) -> Iterator[Named]:
    """Every id that stands for an actor, with its own path."""
    plan = subject.plan
    if plan.schedule:
        for at, phase in enumerate(plan.schedule.phases):
            path: Path = ("schedule", "phases", at)
            yield from listed(phase.actors, (*path, "actors"))
            yield from listed(phase.partners, (*path, "partners"))
        for at, deadline in enumerate(plan.schedule.deadlines):
            path = ("schedule", "deadlines", at)
            yield from listed(deadline.actors, (*path, "actors"))
            if deadline.to is not None:
                yield Named(deadline.to, (*path, "to"))
    for at, actor in enumerate(plan.actors):
        for number, duty in enumerate(actor.duties):
            yield from listed(duty.partners, ("actors", at, "duties", number, "with"))


@check(
    "A101",
    "actors-have-duties",
    Severity.WARNING,
    section="actors",
    title=Text("Every actor has something to do", "Cơ quan nào cũng có nhiệm vụ"),
    explanation=Text(
        "Each actor has a duty of its own, or has a part in a phase, a deadline or another actor's duty.",
        "Mỗi cơ quan có nhiệm vụ riêng, hoặc tham gia một giai đoạn, một thời hạn hay nhiệm vụ của cơ quan khác.",
    ),
    mend=Text(
        "Enter what the document gives the actor to do. If it gives it nothing, leave the actor out, or see "
        "whether two entries stand for one body.",
        "Bổ sung nhiệm vụ mà văn bản giao cho cơ quan đó. Nếu văn bản không giao việc gì thì bỏ cơ quan này ra, "
        "hoặc xem có phải một cơ quan bị ghi thành hai mục không.",
    ),
)
def actors_have_duties(subject: Subject) -> Iterator[Result]:
    named = {reference.id for reference in _references(subject)}
    unread = subject.reading.lacks("actors") or subject.reading.lacks("schedule")
    for at, actor in enumerate(subject.plan.actors):
        if actor.duties or actor.id in named:
            yield Held(())
        elif unread:
            yield Undecided((), Text("some duties could not be read", "có nhiệm vụ không đọc được"))
        else:
            yield Problem(
                ("actors", at),
                say(
                    "{name} has no duty, and no phase, deadline or duty of others names it; enter its duties or "
                    "take it out",
                    "{name} không có nhiệm vụ nào và không được nhắc đến trong giai đoạn, thời hạn hay nhiệm vụ của "
                    "cơ quan khác; hãy bổ sung nhiệm vụ hoặc bỏ cơ quan này ra",
                    name=actor.name,
                ),
            )


@check(
    "A102",
    "actors-are-known",
    Severity.ERROR,
    section="plan",
    title=Text("Every actor that is named is listed", "Cơ quan được nhắc đến đều có trong danh sách"),
    explanation=Text(
        "Each id in the schedule and in duties that stands for an actor is the id of one under `actors`.",
        "Mỗi mã cơ quan ghi trong tiến độ và trong nhiệm vụ phải là mã của một cơ quan trong phần `actors`.",
    ),
    mend=Text(
        "Correct the id where it is misspelt. If the body is missing from the list, add it under `actors` with "
        "its name and what it has to do.",
        "Sửa lại mã nếu gõ sai. Nếu cơ quan chưa có trong danh sách thì thêm vào phần `actors`, kèm tên và nhiệm vụ.",
    ),
)
def actors_are_known(subject: Subject) -> Iterator[Result]:
    known = {actor.id: None for actor in subject.plan.actors}
    references = tuple(_references(subject))
    unknown = [named for named in references if named.id not in known]
    if unknown and subject.reading.lacks("actors"):
        yield Undecided((), Text("some actors could not be read", "có cơ quan không đọc được"))
        return
    likely = guesses((named.id for named in unknown), tuple(known))
    for named in unknown:
        yield Problem(
            named.path,
            say(
                'No actor has the id "{id}"; {choice}',
                'Không cơ quan nào có mã "{id}"; {choice}',
                id=clipped(named.id),
                choice=likely.get(named.id)
                or Text("correct it, or list it under actors", "hãy sửa lại hoặc bổ sung vào phần actors"),
            ),
        )
    if references and not unknown:
        yield Held(())


@check(
    "A103",
    "actor-names-differ",
    Severity.ERROR,
    section="actors",
    title=Text("No two actors have one name", "Không có hai cơ quan trùng tên"),
    explanation=Text(
        "Two actors with one name are one body that was entered twice, or a name that was not changed after "
        "copying. Capitals and spaces make no difference.",
        "Hai mục trùng tên thường là một cơ quan bị nhập hai lần, hoặc tên chưa được sửa sau khi sao chép. Không "
        "phân biệt chữ hoa, chữ thường và khoảng trắng.",
    ),
    formula="actors[i].name ≠ actors[j].name",
    mend=Text(
        "Bring the duties of one body together under one id and use that id everywhere, or write each name in full.",
        "Gộp nhiệm vụ của cùng một cơ quan vào một mã và dùng mã đó ở mọi chỗ, hoặc ghi đầy đủ tên của từng cơ quan.",
    ),
)
def actor_names_differ(subject: Subject) -> Iterator[Result]:
    first: dict[str, int] = {}
    unread = subject.reading.unread
    for at, actor in enumerate(subject.plan.actors):
        if ("actors", at, "name") in unread:
            continue
        folded = " ".join(normalize("NFC", actor.name.vi).casefold().split())
        if folded not in first:
            first[folded] = at
            yield Held(())
            continue
        yield Problem(
            ("actors", at, "name"),
            say(
                "Two actors are named {name}; bring them together or change one of the names",
                "Có hai cơ quan cùng tên {name}; hãy gộp lại hoặc đổi một tên",
                name=actor.name,
            ),
            related=(Related(("actors", first[folded], "name"), Text("the other one", "cơ quan kia")),),
        )


CHECKS = (actors_have_duties, actors_are_known, actor_names_differ)
