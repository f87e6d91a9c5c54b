import time
from collections.abc import Callable
from functools import partial
from itertools import pairwise
from threading import Event

import pytest
from django.db import connections, transaction

from auth_match.accounts.models import AccountEvent


@pytest.mark.django_db(transaction=True)
def test_reader_never_finds_a_smaller_seq_later(at_once: Callable[..., list[None]]) -> None:
    """Writers that commit late, and a reader that polls all the time."""
    done, seen = Event(), []

    def read() -> None:
        while not done.is_set():
            seen.append(set(AccountEvent.objects.values_list("seq", flat=True)))
            connections.close_all()

    def write(number: int) -> None:
        with transaction.atomic():
            AccountEvent.objects.record(kind="session_ended", user_id=number)
            time.sleep(0.03 if number % 2 else 0)

    def write_all() -> None:
        try:
            at_once([partial(write, number) for number in range(1, 7)])
        finally:
            done.set()

    at_once([read, write_all])
    for earlier, later in pairwise(seen):
        assert not earlier or all(seq > max(earlier) for seq in later - earlier)
    assert AccountEvent.objects.count() == 6
