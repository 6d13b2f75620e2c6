"""What the commands that ask what-if questions have in common: the plan that is asked, and saving a changed one."""

import os
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from povcalc.cli.app import complain
from povcalc.cli.readings import no_plan
from povcalc.cli.tables import has_mark, join_tables
from povcalc.messages import Text, join, same, say

if TYPE_CHECKING:
    from povcalc.places import Path
    from povcalc.plan.assumptions import Options
    from povcalc.plan.load import Reading
    from povcalc.scenario.outcome import Scenario
    from povcalc.values import Figure


def asked_of(file: str | None, tables: list[str] | None, *, whole: bool = False) -> "tuple[Reading, bool]":
    """The plan that a question is about, and whether it is the built-in one.

    Raises `ScenarioError`, for a question about the `whole` plan also when parts of it could not be read.
    """
    from povcalc.cli.inputs import gather_one
    from povcalc.plan.load import PlanError
    from povcalc.scenario.changes import ScenarioError

    inputs = gather_one(file)
    join_tables(inputs, tables)
    for trouble in inputs.troubles:
        raise ScenarioError(trouble.words)
    (reading,) = inputs.readings
    if reading.plan is None:
        raise ScenarioError(no_plan(reading, file))
    if whole and PlanError(reading).faults:
        raise ScenarioError(
            say(
                "{name} could not be wholly read as a plan; see povcalc check {file}",
                "không đọc được trọn vẹn kế hoạch nào từ {name}; xem povcalc check {file}",
                name=reading.name,
                file=file or reading.name,
            )
        )
    if inputs.used_built_in:
        complain(
            say(
                "no file is named, so the built-in plan of Yên Bái for 2019 is asked",
                "không nêu tệp nào nên dùng kế hoạch năm 2019 của Yên Bái cài sẵn",
            )
        )
    return reading, inputs.used_built_in


def settled(assumed: "Options", file: str | None, reading: "Reading") -> "Options":
    """What is assumed of a plan by the command line, the plan itself and the settings; from now on these are spoken."""
    from povcalc.cli.ruling import Asked, Ruling, tell_of_settings

    ruling = Ruling(Asked(assumed=assumed), None, off=False)
    rules = ruling.of_one(file)
    tell_of_settings(ruling)
    return rules.options(reading.plan)


def title(reading: "Reading") -> Text:
    """A plan's number and title."""
    from povcalc.output.report import title as of_document

    return of_document(reading)


def fit_to_save(name: str, *, force: bool, alone: bool) -> None:
    """Raise `ScenarioError` for what cannot be saved before anything is worked out."""
    from povcalc.scenario.changes import ScenarioError

    if not alone:
        raise ScenarioError(Text("--save takes one scenario", "--save chỉ dùng cho một phương án"))
    if os.path.lexists(name) and not force:
        raise ScenarioError(
            say(
                "{name} exists already; name a new file, or overwrite it with --force",
                "{name} đã có; hãy nêu tên tệp mới, hoặc ghi đè bằng --force",
                name=name or "''",
            )
        )


def saved_changes(reading: "Reading", changes: "Mapping[Path, Figure]", name: str, *, force: bool) -> None:
    """Write the plan with changed figures, its text otherwise as it is. Raises `ScenarioError` if that fails."""
    from povcalc.cli.writing import write_new, write_output
    from povcalc.plan.edit import UnsavableError, edit_text
    from povcalc.scenario.changes import ScenarioError

    try:
        text = edit_text(reading, changes)
    except UnsavableError:
        raise ScenarioError(
            Text(
                "nothing is saved: the figures cannot be put into the plan's text so that it is read back the same; "
                "write its areas in block style, one field a line",
                "chưa lưu gì: không thể đưa số liệu vào nội dung tệp mà đọc lại vẫn như cũ; hãy ghi các địa bàn theo "
                "dạng khối, mỗi trường một dòng",
            )
        ) from None
    content = text.encode("utf-8-sig" if has_mark(reading) else "utf-8")
    why = write_output(name, content) if force else write_new(name, content)
    if why is not None:
        raise ScenarioError(say("nothing is saved: {why}", "chưa lưu gì: {why}", why=why))
    complain(say("the changed plan is written to {name}", "đã ghi kế hoạch đã thay đổi vào {name}", name=name))


def scenario_files(names: Sequence[str]) -> "list[Scenario]":
    """The scenarios in files. Raises `ScenarioError`; what is wrong inside them is said before, at its place."""
    from povcalc.cli.inputs import read_bytes
    from povcalc.engine import choose, run
    from povcalc.output.report import Trouble
    from povcalc.plan.load import Reading
    from povcalc.scenario.changes import ScenarioError
    from povcalc.scenario.outcome import read_scenario

    troubles, found, faults = [], [], 0
    for name in names:
        content = read_bytes(name)
        if isinstance(content, Trouble):
            troubles.append(content)
            continue
        read = read_scenario(content, name)
        findings = run(Reading(name, read.document, None), choose(["Y"], [])).findings
        told = [(each.place, join((same(each.code), each.message), " ")) for each in findings]
        told += [(read.document.place(fault.span), fault.why) for fault in read.faults]
        for place, why in told:
            where = name if place is None else f"{name}:{place.line}:{place.column}"
            complain(join((same(where), why), ": "))
        faults += len(told)
        if read.scenario is not None:
            found.append(read.scenario)
    for trouble in troubles:
        raise ScenarioError(trouble.words)
    if faults:
        raise ScenarioError(say("faults in scenarios: {count}", "số lỗi trong các phương án: {count}", count=faults))
    return found
