"""Family A: the actors, what each has to do, and the ids and names by which they are called."""

from collections.abc import Iterator

from povcalc.checks.base import Context, Named, check, guesses, is_placeholder, listed, numbered
from povcalc.findings import Held, Problem, Related, Result, Severity, Undecided
from povcalc.messages import Text, alternatives, clipped, say
from povcalc.places import Path
from povcalc.plan.areas import AreaIndex
from povcalc.plan.model import RESERVED_IDS
from povcalc.typos import normalized


def _references(context: Context) -> Iterator[Named]:
    """Every id that stands for an actor, with its own path."""
    plan = context.plan
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
def actors_have_duties(context: Context) -> Iterator[Result]:
    named = {reference.id for reference in _references(context)}
    unread = context.reading.lacks("actors") or context.reading.lacks("schedule")
    for at, actor in enumerate(context.plan.actors):
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
def actors_are_known(context: Context) -> Iterator[Result]:
    known = {actor.id: None for actor in context.plan.actors}
    references = tuple(_references(context))
    unknown = [named for named in references if named.id not in known]
    if unknown and context.reading.lacks("actors"):
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
def actor_names_differ(context: Context) -> Iterator[Result]:
    first: dict[str, int] = {}
    unread = context.reading.unread
    for at, actor in enumerate(context.plan.actors):
        if ("actors", at, "name") in unread:
            continue
        folded = normalized(actor.name.vi)
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


ACTOR_CHECKS = (actors_have_duties, actors_are_known, actor_names_differ)


_AMBIGUOUS = 3


def _siblings(context: Context) -> Iterator[list[Named]]:
    """Each group of things whose ids have to differ."""
    plan = context.plan
    for located in context.areas:
        if located.children:
            yield [Named(child.area.id, child.path) for child in located.children]
    if plan.funding:
        yield numbered(plan.funding.lines, ("funding", "lines"))
    yield numbered(plan.actors, ("actors",))
    if plan.schedule:
        yield [
            *numbered(plan.schedule.phases, ("schedule", "phases")),
            *numbered(plan.schedule.deadlines, ("schedule", "deadlines")),
        ]
    if plan.poverty_standard:
        dimensions = plan.poverty_standard.dimensions
        yield numbered(dimensions, ("poverty_standard", "dimensions"))
        for at, dimension in enumerate(dimensions):
            path = ("poverty_standard", "dimensions", at, "indicators")
            yield numbered(dimension.indicators, path)


@check(
    "S120",
    "ids-are-unique",
    Severity.ERROR,
    section="plan",
    title=Text("No two neighbours have the same id", "Hai mục cùng cấp không trùng mã"),
    explanation=Text(
        "Areas of one area, funding lines, actors, phases and deadlines, dimensions, and indicators of one "
        "dimension each have an id of their own, since figures and duties are addressed by ids.",
        "Các địa bàn trong cùng một địa bàn, nguồn vốn, cơ quan, giai đoạn và thời hạn, chiều thiếu hụt, "
        "chỉ số của cùng một chiều đều có mã riêng, vì số liệu và nhiệm vụ được chỉ đến bằng mã.",
    ),
    mend=Text(
        "Change the second id, and every place that means it. An entry that was pasted twice is taken out.",
        "Sửa mã thứ hai và mọi chỗ dùng mã đó. Nếu là mục dán thừa thì xóa đi.",
    ),
)
def ids_are_unique(context: Context) -> Iterator[Result]:
    looked = wrong = False
    for siblings in _siblings(context):
        first: dict[str, Path] = {}
        for named in siblings:
            looked = True
            if first.setdefault(named.id, named.path) is named.path or is_placeholder(named, context.reading):
                continue
            wrong = True
            yield Problem(
                (*named.path, "id"),
                say(
                    'The id "{id}" is already given to a neighbour, and ids have to differ; change one of the two',
                    'Mã "{id}" đã đặt cho một mục cùng cấp, trong khi các mã phải khác nhau; hãy đổi một mã',
                    id=clipped(named.id),
                ),
                related=(
                    Related((*first[named.id], "id"), Text("it is first given here", "mã này được đặt lần đầu ở đây")),
                ),
            )
    if looked and not wrong:
        yield Held(())


@check(
    "S121",
    "ids-are-not-reserved",
    Severity.ERROR,
    section="targets",
    title=Text("No area has a reserved id", "Không địa bàn nào dùng mã dành riêng"),
    explanation=Text(
        "No area has the id funding or targets: figures of the funding and of the root area are addressed by them.",
        "Không địa bàn nào có mã funding hoặc targets: hai mã này dùng để chỉ số liệu kinh phí và địa bàn gốc.",
    ),
    mend=Text(
        "Give the area an id made of its name, such as tram-tau.",
        "Đặt mã theo tên địa bàn, ví dụ tram-tau.",
    ),
)
def ids_are_not_reserved(context: Context) -> Iterator[Result]:
    wrong = False
    for located in context.areas:
        if located.area.id in RESERVED_IDS:
            wrong = True
            yield Problem(
                (*located.path, "id"),
                say(
                    'An area has the id "{id}", which is kept for addressing figures; choose another',
                    'Địa bàn có mã "{id}", là mã dành riêng để chỉ số liệu; hãy chọn mã khác',
                    id=located.area.id,
                ),
            )
    if not wrong:
        yield Held(())


@check(
    "S123",
    "areas-are-known",
    Severity.ERROR,
    section="plan",
    title=Text("Every area that a duty names is one area", "Địa bàn ghi trong nhiệm vụ xác định đúng một địa bàn"),
    explanation=Text(
        "Each area that a duty names is the id of one area of the targets, or the end of its path "
        "where several areas have the same id: van-yen/xuan-ai.",
        "Mỗi địa bàn ghi trong nhiệm vụ là mã của một địa bàn trong phần mục tiêu, hoặc phần cuối đường dẫn "
        "của nó khi có nhiều địa bàn trùng mã: van-yen/xuan-ai.",
    ),
    mend=Text(
        "Look the id up under `targets`. Where several areas share it, write the area above and a slash before it.",
        "Tra mã trong phần `targets`. Nếu nhiều địa bàn trùng mã thì ghi thêm mã địa bàn cấp trên và dấu gạch chéo "
        "ở trước.",
    ),
)
def areas_are_known(context: Context) -> Iterator[Result]:
    references = [
        named
        for at, actor in enumerate(context.plan.actors)
        for number, duty in enumerate(actor.duties)
        for named in listed(duty.areas, ("actors", at, "duties", number, "areas"))
    ]
    if not references:
        return
    if context.reading.lacks("targets"):
        yield Undecided((), Text("some areas could not be read", "có địa bàn không đọc được"))
        return
    index = AreaIndex(context.areas)
    called = [(named, index.ending(named.id)) for named in references]
    wrong = [(named, areas) for named, areas in called if len(areas) != 1]
    likely = guesses((named.id for named, areas in wrong if not areas), tuple(index.by_id))
    for named, areas in wrong:
        yield _ambiguous(named, index) if areas else _unknown_area(named, likely.get(named.id))
    if not wrong:
        yield Held(())


def _unknown_area(named: Named, likely: Text | None) -> Problem:
    return Problem(
        named.path,
        say(
            'No area has the id or path "{id}"; {choice}',
            'Không địa bàn nào có mã hoặc đường dẫn "{id}"; {choice}',
            id=clipped(named.id),
            choice=likely
            or Text("write the id of an area of the targets", "hãy ghi mã của một địa bàn trong phần mục tiêu"),
        ),
    )


def _ambiguous(named: Named, index: AreaIndex) -> Problem:
    areas = index.ending(named.id)
    depth = named.id.count("/") + 2
    paths = [clipped(index.address(area, depth)) for area in areas[:_AMBIGUOUS]]
    return Problem(
        named.path,
        say(
            '"{id}" is the id or path of {count} areas, where one was expected; write {paths}',
            '"{id}" là mã hoặc đường dẫn của {count} địa bàn, trong khi phải là một; hãy ghi {paths}',
            id=clipped(named.id),
            count=len(areas),
            paths=alternatives(paths),
        ),
    )


@check(
    "S124",
    "households-stated-once",
    Severity.ERROR,
    section="targets",
    title=Text("Households are stated once", "Số hộ chỉ ghi một lần"),
    explanation=Text(
        "An area states `households` for the start and the end of the year, or the two apart, never both ways.",
        "Một địa bàn ghi `households` cho cả đầu năm và cuối năm, hoặc ghi riêng từng thời điểm, không ghi cả hai.",
    ),
    mend=Text(
        "If the document gives one number for the year, keep `households`. If it gives two, keep "
        "`households_start` and `households_end`.",
        "Văn bản ghi một số cho cả năm thì giữ `households`. Văn bản ghi hai số thì giữ `households_start` và "
        "`households_end`.",
    ),
)
def households_stated_once(context: Context) -> Iterator[Result]:
    looked = wrong = False
    for located in context.areas:
        area = located.area
        if area.households is None:
            continue
        looked = True
        others = [name for name in ("households_start", "households_end") if getattr(area, name) is not None]
        if not others:
            continue
        wrong = True
        paths = tuple((*located.path, name) for name in others)
        yield Problem(
            (*located.path, "households"),
            say(
                "{area}: households is for the start and the end of the year, and {other} is stated too; "
                "keep one of the two ways",
                "{area}: households là số hộ cả đầu năm và cuối năm, nhưng {other} cũng được ghi; hãy giữ "
                "lại một cách ghi",
                area=area.name,
                other=others[0],
            ),
            related=tuple(Related(path, Text("stated apart here", "ghi riêng ở đây")) for path in paths),
            figures=((*located.path, "households"), *paths),
        )
    if looked and not wrong:
        yield Held(())


REFERENCE_CHECKS = (
    ids_are_unique,
    ids_are_not_reserved,
    areas_are_known,
    households_stated_once,
)
