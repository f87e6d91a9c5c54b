"""Closed, open, half-open: with a probe whose result the test sets."""

import asyncio
from types import SimpleNamespace

import pytest

from image_community.runtime.circuit_breaker import CircuitBreaker, Timings
from image_community.runtime.problem import Unavailable

QUICK = Timings(probe=0.2, probe_every=0.05, rest=0.05)


class RefusedError(Exception):
    sqlstate = "57P03"  # starting up


class FullError(RefusedError):
    sqlstate = "53300"


@pytest.fixture
def server():
    """The result of the probe."""
    return SimpleNamespace(error=None, probes=0, meanwhile=lambda: None)


@pytest.fixture
async def breaker(server):
    async def probe() -> None:
        server.probes += 1
        server.meanwhile()
        if server.error is not None:
            raise server.error

    breaker = CircuitBreaker(
        "server", probe=probe, refusals=(RefusedError,), is_silence=is_silence, timings=QUICK
    )
    yield breaker
    await breaker.aclose()


def is_silence(error):
    return isinstance(error, TimeoutError)


async def until(condition):
    async with asyncio.timeout(5):
        while not condition():  # noqa: ASYNC110
            await asyncio.sleep(0.01)


async def test_closed_asks_and_open_refuses(breaker, server):
    server.error = TimeoutError()
    breaker.require_closed()
    breaker.open()
    with pytest.raises(Unavailable):
        breaker.require_closed()


async def test_silence_opens_and_other_errors_do_not(breaker, server):
    server.error = TimeoutError()
    with pytest.raises(ValueError), breaker.guard():  # noqa: PT011
        raise ValueError
    assert not breaker.is_open
    with pytest.raises(TimeoutError), breaker.guard():
        raise TimeoutError
    assert breaker.is_open
    with pytest.raises(Unavailable), breaker.guard():
        raise AssertionError("asked while open")


async def test_closes_by_itself_when_a_probe_is_answered(breaker, server):
    server.error = TimeoutError()
    breaker.open()
    await until(lambda: server.probes >= 3)
    assert breaker.is_open
    server.error = None
    await until(lambda: not breaker.is_open)
    breaker.require_closed()


async def test_refusal_keeps_it_open_but_does_not_open_it(breaker, server):
    server.error = RefusedError()
    breaker.suspect()
    await until(lambda: server.probes == 1)
    await asyncio.sleep(0.05)
    assert not breaker.is_open
    breaker.open()
    await until(lambda: server.probes >= 3)
    assert breaker.is_open


async def test_server_that_is_full_answers(breaker, server):
    """Idle connections of our own pool may fill it."""
    server.error = TimeoutError()
    breaker.open()
    await until(lambda: server.probes >= 2)
    server.error = FullError()
    await until(lambda: not breaker.is_open)


async def test_suspicion_of_a_silent_server_opens(breaker, server):
    server.error = TimeoutError()
    breaker.suspect()
    await until(lambda: breaker.is_open)


async def test_answer_during_a_silent_probe_means_that_it_is_only_busy(breaker, server):
    server.error, server.meanwhile = TimeoutError(), breaker.answered
    breaker.suspect()
    await until(lambda: server.probes == 1)
    await asyncio.sleep(0.05)
    assert not breaker.is_open


async def test_many_suspicions_are_one_probe(breaker, server):
    for _ in range(50):
        breaker.suspect()
    await asyncio.sleep(0.02)
    assert server.probes == 1


async def test_error_of_on_open_does_not_end_the_probes(breaker, server):
    """Regression: it did, and the breaker stayed open for ever."""

    def raising() -> None:
        raise RuntimeError("Cannot change state of expiring Timeout")

    breaker.on_open = raising
    server.error = TimeoutError()
    breaker.suspect()
    await until(lambda: breaker.is_open)
    server.error = None
    await until(lambda: not breaker.is_open)
    server.error = TimeoutError()
    await asyncio.sleep(0.06)
    breaker.suspect()
    await until(lambda: breaker.is_open)


async def test_open_by_hand_survives_an_error_of_on_open(breaker, server):
    def raising() -> None:
        raise RuntimeError

    breaker.on_open = raising
    server.error = TimeoutError()
    breaker.open()
    await until(lambda: server.probes >= 2)
    server.error = None
    await until(lambda: not breaker.is_open)


async def test_without_a_probe_it_closes_after_a_rest():
    breaker = CircuitBreaker("server", timings=QUICK)
    breaker.open()
    assert breaker.is_open
    await until(lambda: not breaker.is_open)
