"""How many posts a list has."""

from dataclasses import dataclass

COUNTED_AT_MOST = 10_000  # where no count is kept: counting costs as much as there is to count


@dataclass(frozen=True, slots=True)
class Total:
    """`is_exact` false: there are more than `number`."""

    number: int
    is_exact: bool = True
