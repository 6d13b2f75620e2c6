"""The least demanding of a range of numbers that reaches a goal."""

from collections.abc import Callable, Sequence


def first_reaching(numbers: Sequence[int], is_reached: Callable[[int], bool | None]) -> tuple[int | None, int | None]:
    """The place of the least demanding number that reaches the goal, since more demanding ones do so too.

    `is_reached` is `None` for numbers that are too demanding for any world. The other place is the furthest of those
    looked at that has one.
    """
    first: int | None = None
    furthest: int | None = None
    low, high = 0, len(numbers) - 1
    while low <= high:
        middle = (low + high) // 2
        reached = is_reached(numbers[middle])
        if reached is not None:
            furthest = middle if furthest is None else max(middle, furthest)
        if reached:
            first = middle
        if reached is False:
            low = middle + 1
        else:
            high = middle - 1
    return first, furthest
