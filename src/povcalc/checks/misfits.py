"""How a check of the shape is declared: which kinds of misfit it speaks of, and in what words.

A value that was read is shown as it has to be typed, in both languages: `5.80`, not 5,80.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache

from povcalc.checks.declare import Check, Subject, check
from povcalc.document import REFUSED
from povcalc.findings import Held, Problem, Result, Severity
from povcalc.loading import Misfit
from povcalc.places import Path, dotted
from povcalc.plan.fields import FORM_KEYS
from povcalc.text import Text, alternatives, clipped, same, say

Words = Text | Callable[[Misfit], Text]
"""What is said of a misfit: a sentence with `{field}`, `{read}` and what else is told, or what makes one."""

_OPENING = ("not_a_plan", "unknown_version")
SPOKEN: set[str] = set()


def misfit_check(  # noqa: PLR0913 - what a check is made of
    code: str,
    slug: str,
    *,
    title: Text,
    explanation: Text,
    words: Mapping[str, Words],
    mend: Text,
    formula: str = "",
    otherwise: Words | None = None,
) -> Check:
    """Declare the check that speaks of these kinds of misfit; with `otherwise`, of all that no check speaks of too."""
    SPOKEN.update(words)

    def run(subject: Subject) -> Iterator[Result]:
        found = False
        for misfit in subject.misfits:
            said = words.get(misfit.kind) or (otherwise if misfit.kind not in SPOKEN else None)
            if said is None:
                continue
            found = True
            # A trap has told what is wrong with a refused value.
            if misfit.told.get("read") is not REFUSED:
                yield Problem(misfit.path, _message(misfit, said), key=misfit.key)
        if not found and was_looked_at(subject, words):
            yield Held(())

    return check(
        code,
        slug,
        Severity.ERROR,
        section="format",
        title=title,
        explanation=explanation,
        mend=mend,
        formula=formula,
    )(run)


def was_looked_at(subject: Subject, words: Collection[str]) -> bool:
    """Whether the reading got as far as these kinds: behind an opening that is wrong nothing is read."""
    found = {misfit.kind for misfit in subject.misfits}
    wrong = next((at for at, kind in enumerate(_OPENING) if kind in found), None)
    if wrong is not None:
        return any(kind in words for kind in _OPENING[:wrong])
    return subject.reading.plan is not None or bool(found)


def _message(misfit: Misfit, words: Words) -> Text:
    if callable(words):
        return words(misfit)
    told = {name: typed(value) for name, value in misfit.told.items()}
    return say(words.en, words.vi, **{**told, "field": told.get("field", field_name(misfit.path))})


def field_name(path: Path) -> Text:
    """The name of the field at a path, with its position in a list: `areas[3]`, `reduction_rate.over`."""
    names = [at for at, step in enumerate(path) if isinstance(step, str)]
    if not names:
        return Text("the file", "tệp")
    inner = path[names[-1]] in (*FORM_KEYS, "vi", "en")
    return same(dotted(path[names[-2 if inner and len(names) > 1 else -1] :]))


def typed(value: object) -> Text:
    """A value as it stands in the file, or what sort of thing it is when it is long."""
    match value:
        case None:
            return Text("nothing", "giá trị trống")
        case bool():
            return same(str(value).lower())
        case int() | Decimal():
            return same(format(value, "f") if isinstance(value, Decimal) else str(value))
        case str():
            return same(clipped(value))
        case Mapping():
            return Text("a mapping", "một nhóm trường")
        case Sequence():
            return Text("a list", "một danh sách")
        case _:
            return Text("something else", "giá trị khác")


def quoted(value: object) -> Text:
    """A value as `typed`, a text in quotes."""
    return same(f'"{clipped(value)}"') if isinstance(value, str) else typed(value)


def names(words: Sequence[str]) -> Text:
    return alternatives([clipped(word) for word in words])


@lru_cache(maxsize=1024)
def _nearest(word: str, known: tuple[str, ...]) -> str | None:
    from povcalc.likely import nearest  # most plans have nothing misspelt

    return nearest(word, known)


_WRITE = Text("write {known}", "hãy ghi {known}")


def choice(word: object, known: Sequence[str], otherwise: Text = _WRITE) -> Text:
    """What was probably meant or, in the words of `otherwise`, all that could have been."""
    likely = _nearest(word, tuple(known)) if isinstance(word, str) else None
    if likely is not None:
        return say('did you mean "{likely}"?', 'có phải "{likely}" không?', likely=likely)
    if not known:
        return say("take it out", "hãy bỏ đi")
    return say(otherwise.en, otherwise.vi, known=names(known))


def expected(en: str, vi: str) -> Words:
    return lambda misfit: say(
        "{field} is {read}, where " + en,
        "{field} là {read}, trong khi " + vi,
        field=field_name(misfit.path),
        read=quoted(misfit.told["read"]),
    )
