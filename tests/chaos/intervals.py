"""Spans of time: lists of (since, until) in seconds, disjoint and in order."""

from collections.abc import Iterable

Span = tuple[float, float]


def covers(spans: Iterable[Span], since: float, until: float) -> bool:
    """Whether one of them holds all of this time."""
    return any(begin <= since and until <= end for begin, end in spans)


def common(one: list[Span], other: list[Span]) -> list[Span]:
    found, i, j = [], 0, 0
    while i < len(one) and j < len(other):
        since, until = max(one[i][0], other[j][0]), min(one[i][1], other[j][1])
        if since < until:
            found.append((since, until))
        if one[i][1] < other[j][1]:
            i += 1
        else:
            j += 1
    return found


def without(spans: list[Span], holes: Iterable[Span]) -> list[Span]:
    """What of the spans is left beside the holes."""
    left = spans
    for begin, end in holes:
        left = [
            part
            for since, until in left
            for part in ((since, min(until, begin)), (max(since, end), until))
            if part[0] < part[1]
        ]
    return left
