"""Family S, the names: ids that are given twice or that nothing has, and fields that say the same."""

from collections.abc import Iterator, Sequence

from povcalc.addresses import Addressed, area_addresses, areas_called
from povcalc.checks.declare import Subject, check
from povcalc.checks.naming import Named, guesses, is_placeholder, listed, numbered
from povcalc.findings import Held, Problem, Related, Result, Severity, Undecided
from povcalc.places import Path
from povcalc.plan import RESERVED_IDS
from povcalc.text import Text, alternatives, clipped, say

_AMBIGUOUS = 3


def _siblings(subject: Subject) -> Iterator[list[Named]]:
    """Each group of things whose ids have to differ."""
    plan = subject.plan
    for located in subject.areas:
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
def ids_are_unique(subject: Subject) -> Iterator[Result]:
    looked = wrong = False
    for siblings in _siblings(subject):
        first: dict[str, Path] = {}
        for named in siblings:
            looked = True
            if first.setdefault(named.id, named.path) is named.path or is_placeholder(named, subject.reading):
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
def ids_are_not_reserved(subject: Subject) -> Iterator[Result]:
    wrong = False
    for located in subject.areas:
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
def areas_are_known(subject: Subject) -> Iterator[Result]:
    references = [
        named
        for at, actor in enumerate(subject.plan.actors)
        for number, duty in enumerate(actor.duties)
        for named in listed(duty.areas, ("actors", at, "duties", number, "areas"))
    ]
    if not references:
        return
    if subject.reading.lacks("targets"):
        yield Undecided((), Text("some areas could not be read", "có địa bàn không đọc được"))
        return
    addresses = area_addresses(subject.areas)
    called = [(named, areas_called(named.id, addresses)) for named in references]
    wrong = [(named, areas) for named, areas in called if len(areas) != 1]
    likely = guesses((named.id for named, areas in wrong if not areas), tuple(addresses))
    for named, areas in wrong:
        yield _ambiguous(named, areas) if areas else _unknown_area(named, likely.get(named.id))
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


def _ambiguous(named: Named, areas: Sequence[Addressed]) -> Problem:
    depth = named.id.count("/") + 2
    paths = [clipped("/".join(area.steps[-depth:])) for area in areas[:_AMBIGUOUS]]
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
def households_stated_once(subject: Subject) -> Iterator[Result]:
    looked = wrong = False
    for located in subject.areas:
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


CHECKS = (
    ids_are_unique,
    ids_are_not_reserved,
    areas_are_known,
    households_stated_once,
)
