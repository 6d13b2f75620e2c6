"""The checks, one module a family; `ALL` is every one of them, in the order of a run."""

from povcalc.checks import (
    actors,
    contradictions,
    dates,
    funding,
    rates,
    schema,
    settings,
    side_tables,
    targets,
    waivers,
    yaml,
)
from povcalc.checks.base import Check
from povcalc.messages import Text

ALL: tuple[Check, ...] = (
    *yaml.TEXT_CHECKS,
    *yaml.VALUE_CHECKS,
    *schema.FORM_CHECKS,
    *schema.VALUE_CHECKS,
    *actors.REFERENCE_CHECKS,
    *side_tables.CHECKS,
    *settings.CHECKS,
    *targets.CHECKS,
    *rates.CHECKS,
    targets.promises_reach_target,
    *contradictions.CHECKS,  # after the others of its family, whose findings it does not repeat
    *funding.CHECKS,
    *dates.CHECKS,
    *actors.CHECKS,
    *waivers.CHECKS,  # last: they look at what the others found
)

FAMILIES = {
    "Y": Text("the file's text", "nội dung chữ của tệp"),
    "S": Text("the format", "định dạng"),
    "G": Text("side tables and settings", "bảng số liệu bổ sung và thiết lập"),
    "T": Text("the targets", "mục tiêu giảm nghèo"),
    "F": Text("the funding", "kinh phí thực hiện"),
    "D": Text("the dates", "thời gian"),
    "A": Text("the actors", "cơ quan thực hiện"),
    "W": Text("the waivers", "các phát hiện được chấp nhận"),
}
"""What the checks of each family look at, by its letter."""
