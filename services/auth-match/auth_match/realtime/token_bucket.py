"""Limits the frames of a socket: a burst, and a rate per second in the long run."""

from dataclasses import dataclass, field


@dataclass(slots=True)
class TokenBucket:
    """`now` is a monotonic clock in seconds."""

    per_second: float
    burst: int
    _tokens: float = field(init=False)
    _filled_at: float | None = field(default=None, init=False)

    def __post_init__(self) -> None:
        self._tokens = self.burst

    def take(self, now: float) -> bool:
        """Takes one token. False if none is left."""
        if self._filled_at is not None:
            gained = (now - self._filled_at) * self.per_second
            self._tokens = min(float(self.burst), self._tokens + gained)
        self._filled_at = now
        if self._tokens < 1:
            return False
        self._tokens -= 1
        return True
