"""A progress bar with count and time."""

# ruff: noqa: T201 - a command line tool prints
import sys
import time

WIDTH = 30  # characters


class Progress:
    """One bar. On a terminal it is drawn at each step, elsewhere only once, at its end."""

    def __init__(self, name: str, total: int) -> None:
        self._name, self._total, self._done = name, total, 0
        self._began = time.monotonic()

    def advance(self, by: int = 1) -> None:
        """Count `by` more."""
        self._done += by
        is_complete = self._done >= self._total
        if sys.stdout.isatty() or is_complete:
            print(self.line(time.monotonic() - self._began), end="\n" if is_complete else "\r", flush=True)

    def line(self, seconds: float) -> str:
        """The bar as text."""
        filled = WIDTH * self._done // self._total
        bar = "█" * filled + "░" * (WIDTH - filled)
        return f"  {self._name:<14}{bar} {self._done:>6} of {self._total:<6}{seconds:6.1f} s"
