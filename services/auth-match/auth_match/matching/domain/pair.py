"""The name of a pair. Ids are ordered as numbers: as text, 9 and 10 would come out as "10:9"."""


def ordered(one: int, other: int) -> tuple[int, int]:
    """The smaller id first."""
    return (one, other) if one < other else (other, one)


def match_id(one: int, other: int) -> str:
    """``"123:456"``: the seed's identifier of an offer's pair (design 1, A8)."""
    first, second = ordered(one, other)
    return f"{first}:{second}"
