"""Closed, open, half-open: the test decides the result of the probe."""

import time
from collections.abc import Callable, Iterator
from threading import Event, Thread
from typing import NoReturn

import pytest

from auth_match.runtime.circuit_breaker import CircuitBreaker


class Refused(Exception):
    pass


class Server:
    """The server that the probe calls."""

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
def server() -> Iterator[Server]:
    server = Server()
    yield server
    server.error = None  # ends the last probing thread


@pytest.fixture
def breaker(server: Server) -> CircuitBreaker:
    return CircuitBreaker(
        "server", probe=server.probe, refusals=(Refused,), error=ConnectionError, probe_every=0.05
    )


def wait_until(condition: Callable[[], bool]) -> None:
    until = time.monotonic() + 5
    while not condition():
        assert time.monotonic() < until
        time.sleep(0.01)


def test_closed_calls_and_open_refuses(breaker: CircuitBreaker, server: Server) -> None:
    server.error = TimeoutError()
    breaker.require_closed()
    breaker.open()
    with pytest.raises(ConnectionError):
        breaker.require_closed()


def test_timeout_opens_and_other_errors_do_not(breaker: CircuitBreaker, server: Server) -> None:
    server.error = TimeoutError()
    with pytest.raises(ValueError), breaker.guard(TimeoutError):  # noqa: PT011
        raise ValueError
    assert not breaker.is_open
    with pytest.raises(TimeoutError), breaker.guard(TimeoutError):
        raise TimeoutError
    assert breaker.is_open
    with pytest.raises(ConnectionError), breaker.guard(TimeoutError):
        raise AssertionError("asked while open")


def test_closes_when_a_probe_succeeds(breaker: CircuitBreaker, server: Server) -> None:
    server.error = TimeoutError()
    breaker.open()
    wait_until(lambda: server.probes >= 3)
    assert breaker.is_open
    server.error = None
    wait_until(lambda: not breaker.is_open)
    breaker.require_closed()


def test_refused_probe_keeps_an_open_breaker_open_but_does_not_open_it(
    breaker: CircuitBreaker, server: Server
) -> None:
    server.error = Refused()
    breaker.suspect()
    assert server.probed.wait(5)
    time.sleep(0.05)
    assert not breaker.is_open
    breaker.open()
    before = server.probes
    wait_until(lambda: server.probes >= before + 2)
    assert breaker.is_open


def test_suspect_opens_when_the_probe_times_out(breaker: CircuitBreaker, server: Server) -> None:
    server.error = TimeoutError()
    breaker.suspect()
    wait_until(lambda: breaker.is_open)


def test_response_during_a_timed_out_probe_keeps_it_closed(breaker: CircuitBreaker, server: Server) -> None:
    server.error, server.meanwhile = TimeoutError(), breaker.answered
    breaker.suspect()
    assert server.probed.wait(5)
    time.sleep(0.05)
    assert not breaker.is_open


def test_concurrent_suspicions_run_one_probe(breaker: CircuitBreaker, server: Server) -> None:
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
    """A past bug: it stayed open for ever, and its error hid the server's."""

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
