"""Words for plans that were not read, or not wholly."""

from typing import TYPE_CHECKING

from povcalc.cli.app import complain
from povcalc.messages import Text, say

if TYPE_CHECKING:
    from povcalc.plan.load import Reading


def no_plan(reading: "Reading", file: str | None) -> Text:
    """That nothing of a plan could be made of a file, which was named so on the command line if at all."""
    return say(
        "{name} could not be read as a plan; see povcalc check {file}",
        "không đọc được kế hoạch nào từ {name}; xem povcalc check {file}",
        name=reading.name,
        file=file or reading.name,
    )


def tell_of_unread(reading: "Reading", file: str | None) -> bool:
    """Say how much keeps a file from being wholly a plan; whether anything does."""
    from povcalc.plan.load import PlanError

    faults = len(PlanError(reading).faults)
    if faults:
        complain(
            say(
                "{name}: {count} {findings} of it from being read; see povcalc check {file}",
                "{name}: có {count} lỗi nên một số phần không đọc được; xem povcalc check {file}",
                name=reading.name,
                count=faults,
                findings="finding keeps parts" if faults == 1 else "findings keep parts",
                file=file or reading.name,
            )
        )
    return bool(faults)
