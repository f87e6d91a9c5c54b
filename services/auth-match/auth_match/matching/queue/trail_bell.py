"""Lets the readers of the trail sleep while nothing happens.

The sweep looks at the newest entry twice a second anyway; what it sees rings. Every process sees every entry,
whichever group has read it, so each is awake for those that another process took before it died.
"""

import asyncio
import time

# A reader also looks without a ring: while Redis is away no process sees an entry, and a failure may last.
REST_SECONDS = 5.0


class TrailBell:
    """For one reader, which calls `wait` between two readings."""

    def __init__(self, *, awake_seconds: float, rest_seconds: float = REST_SECONDS) -> None:
        """`awake_seconds`: how long after a ring the reader goes on at its own pace."""
        self._awake_seconds, self._rest_seconds = awake_seconds, rest_seconds
        self._newest: str | None = None
        self._awake_until = 0.0  # monotonic
        self._rung = asyncio.Event()

    def see(self, newest: str | None) -> None:
        """The id of the trail's newest entry, None without any; rings when it is another than before."""
        if newest != self._newest:
            self._newest = newest
            self._awake_until = time.monotonic() + self._awake_seconds
            self._rung.set()

    async def wait(self, seconds: float) -> None:
        """At least so long; at rest until the next ring, `rest_seconds` at most."""
        await asyncio.sleep(seconds)
        if time.monotonic() >= self._awake_until:
            try:
                async with asyncio.timeout(self._rest_seconds):
                    await self._rung.wait()
            except TimeoutError:
                return
        self._rung.clear()
