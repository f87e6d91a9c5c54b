"""Closed, open, half-open: with a probe whose answer the test decides."""

import time
from collections.abc import Callable, Iterator
from threading import Event, Thread
from typing import NoReturn

import pytest

from auth_match.runtime import circuit_breaker
from auth_match.runtime.circuit_breaker import CircuitBreaker


class Refused(Exception):
    pass


class Server:
    """What the probe meets."""

    def __init__(self) -> None:
        self.error: Exception | None = None
        self.probes = 0
        self.meanwhile: Callable[[], None] = lambda: None
        self.probed = Event()

    def probe(self) -> None:
        self.probes += 1
        self.meanwhile()
        self.probed.set()
        if self.error is not None:
            raise self.error


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    monkeypatch.setattr(circuit_breaker, "PROBE_EVERY_SECONDS", 0.05)
    server = Server()
    yield server
    server.error = None  # the last watcher ends


@pytest.fixture
def breaker(server: Server) -> CircuitBreaker:
    return CircuitBreaker("server", probe=server.probe, refusals=(Refused,), error=ConnectionError)


def wait_until(condition: Callable[[], bool]) -> None:
    until = time.monotonic() + 5
    while not condition():
        assert time.monotonic() < until
        time.sleep(0.01)


def test_closed_asks_and_open_refuses(breaker: CircuitBreaker, server: Server) -> None:
    server.error = TimeoutError()
    breaker.require_closed()
    breaker.open()
    with pytest.raises(ConnectionError):
        breaker.require_closed()


def test_a_silence_opens_and_other_errors_do_not(breaker: CircuitBreaker, server: Server) -> None:
    server.error = TimeoutError()
    with pytest.raises(ValueError), breaker.guard(TimeoutError):  # noqa: PT011
        raise ValueError
    assert not breaker.is_open
    with pytest.raises(TimeoutError), breaker.guard(TimeoutError):
        raise TimeoutError
    assert breaker.is_open
    with pytest.raises(ConnectionError), breaker.guard(TimeoutError):
        raise AssertionError("asked while open")


def test_closes_by_itself_when_a_probe_is_answered(breaker: CircuitBreaker, server: Server) -> None:
    server.error = TimeoutError()
    breaker.open()
    wait_until(lambda: server.probes >= 3)
    assert breaker.is_open
    server.error = None
    wait_until(lambda: not breaker.is_open)
    breaker.require_closed()


def test_a_refusal_keeps_it_open_but_does_not_open_it(breaker: CircuitBreaker, server: Server) -> None:
    server.error = Refused()
    breaker.suspect()
    assert server.probed.wait(5)
    time.sleep(0.05)
    assert not breaker.is_open
    breaker.open()
    before = server.probes
    wait_until(lambda: server.probes >= before + 2)
    assert breaker.is_open


def test_suspicion_of_a_silent_server_opens(breaker: CircuitBreaker, server: Server) -> None:
    server.error = TimeoutError()
    breaker.suspect()
    wait_until(lambda: breaker.is_open)


def test_an_answer_during_a_silent_probe_means_that_it_is_only_busy(
    breaker: CircuitBreaker, server: Server
) -> None:
    server.error, server.meanwhile = TimeoutError(), breaker.answered
    breaker.suspect()
    assert server.probed.wait(5)
    time.sleep(0.05)
    assert not breaker.is_open


def test_many_suspicions_are_one_probe(breaker: CircuitBreaker, server: Server) -> None:
    hold = Event()
    server.meanwhile = lambda: bool(hold.wait(5))
    for _ in range(50):
        breaker.suspect()
    hold.set()
    assert server.probed.wait(5)
    assert server.probes == 1


def test_without_a_thread_for_the_probe_it_stays_closed(
    breaker: CircuitBreaker, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It stayed open for ever, and its error took the place of the server's."""

    def no_thread(_self: Thread) -> NoReturn:
        raise RuntimeError("can't start new thread")

    with monkeypatch.context() as patch:
        patch.setattr(Thread, "start", no_thread)
        breaker.suspect()
        with pytest.raises(TimeoutError), breaker.guard(TimeoutError):
            raise TimeoutError
        breaker.require_closed()
    server.error = TimeoutError()
    breaker.open()
    wait_until(lambda: server.probes >= 2)
    server.error = None
    wait_until(lambda: not breaker.is_open)
