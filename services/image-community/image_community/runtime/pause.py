"""When Redis gives no answer, all of a process leave it alone for a while."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import TimeoutError as RedisTimeoutError

from image_community.runtime.problem import Unavailable

PAUSE_SECONDS = 5.0


class Pause:
    """After Redis gave no answer a process does not ask again for a while: each request would wait in vain.

    Those that wait in a transaction would keep the connections to PostgreSQL from everyone else.
    """

    def __init__(self) -> None:
        self._until = 0.0

    def begin(self) -> None:
        """Or begin anew, for another `PAUSE_SECONDS`."""
        self._until = time.monotonic() + PAUSE_SECONDS

    def demand_over(self) -> None:
        """For who would otherwise work in vain.

        Raises:
            Unavailable: it lasts.
        """
        if time.monotonic() < self._until:
            raise Unavailable("Redis gave no answer just now")

    @contextmanager
    def asking(self) -> Iterator[None]:
        """Redis is asked in it: not at all while the pause lasts, and without an answer one begins.

        Raises:
            Unavailable: it lasts.
        """
        self.demand_over()
        try:
            yield
        except (RedisConnectionError, RedisTimeoutError) as error:
            if not _was_crowded(error):
                self.begin()
            raise


def _was_crowded(error: Exception) -> bool:
    """Whether our own pool had no connection to give, which says nothing about Redis."""
    return isinstance(error, RedisConnectionError) and isinstance(error.__cause__, TimeoutError)
