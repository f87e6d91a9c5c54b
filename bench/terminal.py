"""How a benchmark speaks: a progress bar while it works, tables, and each bar with the figure seen."""

# ruff: noqa: T201 - a benchmark speaks by printing
import statistics
import sys
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

WIDTH = 30
REDRAW_SECONDS = 0.2
LINE_SECONDS = 15  # where a bar cannot be drawn over


@dataclass(frozen=True, slots=True)
class Bar:
    """A promise and what was seen of it."""

    promise: str
    seen: str
    is_met: bool

    def __str__(self) -> str:
        return f"{'met   ' if self.is_met else 'MISSED'}  {self.promise}   seen: {self.seen}"


def at_most(limit: float, seen: float, promise: str, unit: str = "") -> Bar:
    shown = f"{seen:,.0f}" if seen >= 100 else f"{seen:.2f}"
    return Bar(f"{promise} ≤ {limit:,g}{unit}", f"{shown}{unit}", seen <= limit)


def at_least(limit: float, seen: float, promise: str, unit: str = "") -> Bar:
    return Bar(f"{promise} ≥ {limit:,g}{unit}", f"{seen:,.0f}{unit}", seen >= limit)


def middle(values: Sequence[float]) -> float:
    """The median."""
    return statistics.median(values)


def p99(values: Sequence[float]) -> float:
    """The value that 99 of 100 do not exceed (nearest rank)."""
    ordered = sorted(values)
    return ordered[max(0, -(-len(ordered) * 99 // 100) - 1)]


def both(values: Sequence[float]) -> str:
    """`median / p99`, whole numbers."""
    return f"{middle(values):,.0f} / {p99(values):,.0f}"


def size_name(people: int) -> str:
    """100, 10k, 1M."""
    if people >= 1_000_000:
        return f"{people // 1_000_000}M"
    return f"{people // 1_000}k" if people >= 1_000 else str(people)


def heading(text: str) -> None:
    print(f"\n{text}", flush=True)


def say(text: str) -> None:
    print(f"  {text}", flush=True)


def verdict(bars: Sequence[Bar]) -> int:
    """Prints each bar with the figure seen; the exit status, 1 when one is missed."""
    heading("Bars")
    for bar in bars:
        say(str(bar))
    return 0 if all(bar.is_met for bar in bars) else 1


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    lines = [list(header), *map(list, rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(header))]
    for line in lines:
        first, *others = (
            text.ljust(widths[0]) if not n else text.rjust(widths[n]) for n, text in enumerate(line)
        )
        print("  " + "  ".join([first, *others]), flush=True)


class Progress:
    """`with Progress("joins", 1000) as progress: progress.advance()`; a line now and then if no terminal."""

    def __init__(self, label: str, total: int) -> None:
        self._label, self.total, self._done = label, total, 0
        self._began = self._drawn = time.monotonic()

    def __enter__(self) -> "Progress":
        return self

    def advance(self, by: int = 1) -> None:
        self._done += by
        is_terminal = sys.stdout.isatty()
        if time.monotonic() - self._drawn < (REDRAW_SECONDS if is_terminal else LINE_SECONDS):
            return
        self._drawn = time.monotonic()
        text = f"{self._done:,} of {self.total:,} {self._label}"
        if is_terminal:
            filled = WIDTH * self._done // self.total
            bar = "█" * filled + "·" * (WIDTH - filled)
            print(f"\r  {bar} {text}   ", end="", flush=True)
        else:
            say(text)

    def __exit__(self, *_: object) -> None:
        start = "\r" if sys.stdout.isatty() else ""
        seconds = time.monotonic() - self._began
        print(f"{start}  {self._done:,} {self._label} in {seconds:.1f} s{' ' * WIDTH}".rstrip(), flush=True)
