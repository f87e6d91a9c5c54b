"""What the supervisor does with a process that ends, freezes, is slow or cannot start: small programs."""

import asyncio
import json
import os
import resource
import shutil
import signal
import socket
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from native import services
from native.heartbeat import make_heartbeat, path_of
from native.liveness import answers, touches
from native.processes import Process, port_in_use
from native.state import State
from native.watcher import Watcher

SILENT_SECONDS, RETRY_SECONDS = 3, 0.05
# answers each connection with its process id, after so many seconds
SERVER = """
import os, socket, sys, time
listener, seconds = socket.socket(fileno=int(sys.argv[1])), float(sys.argv[2])
listener.setblocking(True)  # it has no loop
while True:
    connection, _ = listener.accept()
    connection.recv(100)
    time.sleep(seconds)
    connection.sendall(str(os.getpid()).encode())
    connection.close()
"""


class Watched:
    """A watcher at work; `sentences` is what it said."""

    def __init__(self, process: Process, folder: Path) -> None:
        folder.mkdir(exist_ok=True)
        self.port = process.listens[0][1] if process.listens else 0
        self.sentences: list[str] = []
        self._state_file = folder / "state.json"
        state = State(self._state_file, url="", settings={}, say=self.sentences.append)
        self.watcher = Watcher(
            process,
            folder / "it.log",
            state,
            self.sentences.append,
            silent_seconds=SILENT_SECONDS,
            probe_every=0.2,
        )

    async def begin(self) -> None:
        await self.watcher.start()
        self._watching = asyncio.create_task(self.watcher.watch())

    async def end(self) -> None:
        self._watching.cancel()
        await asyncio.gather(self._watching, return_exceptions=True)
        await self.watcher.stop()

    @property
    def state(self) -> dict[str, Any]:
        return dict(json.loads(self._state_file.read_text()))

    @property
    def pid(self) -> int:
        return int(self.state["pids"]["it"])

    async def seen_alive(self) -> None:
        async with asyncio.timeout(20):
            while not self.watcher.was_seen_alive:  # noqa: ASYNC110
                await asyncio.sleep(0.05)

    async def replaced(self, pid: int) -> None:
        async with asyncio.timeout(20):
            while self.pid == pid:  # noqa: ASYNC110
                await asyncio.sleep(0.05)

    async def ended(self, pid: int) -> None:
        """By us, and its number given back: nothing is in its hands any more."""
        os.kill(pid, signal.SIGKILL)
        async with asyncio.timeout(20):
            while is_there(pid):  # noqa: ASYNC110
                await asyncio.sleep(0.01)

    async def ask(self) -> str:
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        writer.write(b"who?")
        try:
            return (await reader.read()).decode()
        except ConnectionResetError:  # it ended with the question unread
            return ""
        finally:
            writer.close()

    async def said(self, word: str, seconds: float = 20) -> str:
        async with asyncio.timeout(seconds):
            while not (found := [each for each in self.sentences if word in each]):  # noqa: ASYNC110
                await asyncio.sleep(0.05)
        return found[0]


@pytest.fixture
def port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def server(port: int, *, seconds: float = 0) -> Process:
    async def ready() -> bool:
        return True

    return Process(
        name="it",
        argv=(sys.executable, "-c", SERVER, "{fd0}", str(seconds)),
        ready=ready,
        listens=(("127.0.0.1", port),),
        liveness_probe=answers(port, b"alive?", retry_seconds=RETRY_SECONDS),
    )


Watch = Callable[[Process], Awaitable[Watched]]


@pytest.fixture
def run_folder(tmp_path: Path) -> Path:
    return tmp_path / "run"


@pytest.fixture
async def watch(run_folder: Path) -> AsyncIterator[Watch]:
    begun: list[Watched] = []

    async def begin(process: Process) -> Watched:
        watched = Watched(process, run_folder)
        begun.append(watched)
        await watched.begin()
        return watched

    yield begin
    for watched in begun:
        await watched.end()


async def test_connection_made_during_a_restart_is_answered_by_the_next_process(
    watch: Watch, port: int
) -> None:
    watched = await watch(server(port))
    first = await watched.ask()
    os.kill(watched.pid, signal.SIGTERM)
    answers = await asyncio.gather(*(watched.ask() for _ in range(200)))
    others = set(answers) - {first, ""}  # one may have been in the hands of the first when it was ended
    assert len(others) == 1
    assert answers.count("") <= 1
    assert watched.state["restarts"]["it"]["count"] == 1


async def test_process_that_was_healthy_is_started_again_at_once_however_often(
    watch: Watch, port: int
) -> None:
    watched = await watch(server(port))
    began = time.monotonic()
    for _ in range(5):
        await watched.seen_alive()
        pid = watched.pid
        os.kill(pid, signal.SIGTERM)
        await watched.replaced(pid)
    assert time.monotonic() - began < 15, "the growing wait is for those that cannot start"


async def test_frozen_process_is_replaced(watch: Watch, port: int) -> None:
    watched = await watch(server(port))
    await watched.seen_alive()
    frozen = int(await watched.ask())
    os.kill(frozen, signal.SIGSTOP)
    assert "was frozen" in await watched.said("started again")
    assert int(await watched.ask()) != frozen
    assert not is_there(frozen)
    assert watched.state["restarts"]["it"]["reason"].startswith("was frozen")


def is_there(pid: int) -> bool:
    return Path(f"/proc/{pid}").exists()


# accepts each connection and ends it without a word: by FIN, or by RST
FULL_SERVER = """
import socket, struct, sys, time
listener = socket.socket(fileno=int(sys.argv[1]))
listener.setblocking(True)
while True:
    connection, _ = listener.accept()
    if sys.argv[2] == "reset":
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.close()
"""


@pytest.mark.parametrize("ends", ["close", "reset"])
async def test_full_server_that_ends_every_connection_is_left_alone(
    watch: Watch, port: int, ends: str
) -> None:
    """As nginx does when half-sent requests hold all its connections: one address could have it killed."""
    watched = await watch(replace(server(port), argv=(sys.executable, "-c", FULL_SERVER, "{fd0}", ends)))
    await watched.seen_alive()
    await asyncio.sleep(3 * SILENT_SECONDS)
    assert not watched.sentences
    pid = watched.pid
    os.kill(pid, signal.SIGSTOP)
    assert "was frozen" in await watched.said("started again")


async def test_supervisor_without_descriptors_blames_no_process(watch: Watch, port: int) -> None:
    watched = await watch(server(port))
    await watched.seen_alive()
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (3, hard))
    try:
        await asyncio.sleep(2 * SILENT_SECONDS)
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    assert not watched.sentences


async def test_slow_process_is_left_to_work(watch: Watch, port: int) -> None:
    """Every answer takes nearly as long as a process may be silent: it is busy, not frozen."""
    watched = await watch(server(port, seconds=SILENT_SECONDS - 1))
    await asyncio.sleep(3 * SILENT_SECONDS)
    assert not watched.sentences


async def test_process_that_pauses_for_less_is_left_alone(watch: Watch, port: int) -> None:
    watched = await watch(server(port))
    await watched.seen_alive()
    pid = int(await watched.ask())
    os.kill(pid, signal.SIGSTOP)
    await asyncio.sleep(SILENT_SECONDS - 1.5)
    os.kill(pid, signal.SIGCONT)
    await asyncio.sleep(SILENT_SECONDS)
    assert not watched.sentences


async def test_database_that_is_frozen_is_spoken_of_and_not_killed(watch: Watch, port: int) -> None:
    watched = await watch(replace(server(port), is_left_alone_when_frozen=True))
    await watched.seen_alive()
    pid = int(await watched.ask())
    os.kill(pid, signal.SIGSTOP)
    try:
        await watched.said("left alone")
    finally:
        os.kill(pid, signal.SIGCONT)
    await watched.said("answers again")
    assert int(await watched.ask()) == pid


@pytest.fixture
def heartbeat() -> Iterator[int]:
    made = make_heartbeat("it")
    yield made
    os.close(made)


def worker(heartbeat: int, late_seconds: float = 0) -> Process:
    beat = f"pathlib.Path({path_of(heartbeat)!r}).touch()"
    loop = f"import pathlib, time\ntime.sleep({late_seconds})\nwhile True: {beat}; time.sleep(0.1)"
    argv = (sys.executable, "-c", loop)
    probe = touches(heartbeat, retry_seconds=RETRY_SECONDS)
    return Process("it", argv, services.at_once, inherits=(heartbeat,), liveness_probe=probe)


async def test_worker_whose_file_is_touched_no_more_is_replaced(watch: Watch, heartbeat: int) -> None:
    watched = await watch(worker(heartbeat))
    await watched.seen_alive()
    await asyncio.sleep(SILENT_SECONDS)
    assert not watched.sentences
    os.kill(watched.pid, signal.SIGSTOP)
    assert "was frozen" in await watched.said("started again")


async def test_worker_that_gives_its_first_sign_late_is_left_to_start(watch: Watch, heartbeat: int) -> None:
    """It is ready at once, as it listens on nothing; its file is touched when its imports are done."""
    watched = await watch(worker(heartbeat, late_seconds=SILENT_SECONDS + 3))
    await asyncio.sleep(SILENT_SECONDS + 3)
    await watched.seen_alive()
    assert not watched.sentences


async def test_process_that_cannot_start_leaves_no_connection_waiting(watch: Watch, port: int) -> None:
    """Its listener is closed between the tries, so that the gateway asks another process, or says 503."""
    watched = await watch(replace(server(port), argv=("/bin/false",)))
    await watched.said("ended with status 1")
    async with asyncio.timeout(10):
        while port_in_use(port):  # noqa: ASYNC110
            await asyncio.sleep(0.01)


async def test_port_taken_between_two_tries_does_not_end_the_watch(watch: Watch, port: int) -> None:
    watched = await watch(replace(server(port), argv=("/bin/false",)))
    await watched.said("ended with status 1")
    thief = await asyncio.to_thread(steal, port)
    try:
        await watched.said("cannot be started")
    finally:
        thief.close()
    count = len(watched.sentences)
    async with asyncio.timeout(20):
        while len(watched.sentences) < count + 2:  # noqa: ASYNC110
            await asyncio.sleep(0.1)


async def test_state_that_cannot_be_written_ends_no_watch(watch: Watch, port: int, run_folder: Path) -> None:
    """Its folder was deleted: the first restart ended the task, and the second never came."""
    watched = await watch(server(port))
    await watched.seen_alive()
    shutil.rmtree(run_folder)
    answers = [await watched.ask()]
    for _ in range(2):
        await watched.ended(int(answers[-1]))
        answers.append(await watched.ask())
        await watched.seen_alive()
    assert len(set(answers)) == 3
    assert len([each for each in watched.sentences if "state cannot be written" in each]) == 1


async def test_watch_that_fails_is_spoken_of_and_goes_on(watch: Watch, port: int) -> None:
    """Whatever it is: a process that has no supervisor is noticed when it is needed."""
    failures = iter([ZeroDivisionError("of a sign")])

    async def sign() -> None:
        for failure in failures:
            raise failure

    watched = await watch(replace(server(port), liveness_probe=sign))
    assert "ZeroDivisionError('of a sign')" in await watched.said("Watching it failed")
    first = await watched.ask()
    await watched.seen_alive()
    assert await watched.ask() == first, "what cannot be asked is not frozen"
    await watched.ended(int(first))
    assert await watched.ask() != first


async def test_stop_kills_no_number_of_a_process_that_has_ended(
    watch: Watch, port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While it cannot be started again its number may be another program's, and we may be root."""
    watched = await watch(server(port))
    pid = watched.pid
    watched.watcher._process = replace(server(port), argv=("/nonexistent",))
    os.kill(pid, signal.SIGKILL)
    await watched.said("cannot be started")
    killed: list[int] = []
    monkeypatch.setattr(os, "killpg", lambda group, number: killed.append(group))
    await watched.end()
    assert pid not in killed


def steal(port: int) -> socket.socket:
    thief = socket.socket()
    while True:
        with suppress(OSError):
            thief.bind(("127.0.0.1", port))
            thief.listen()
            return thief


@pytest.fixture
def full_disk(run_folder: Path) -> Iterator[None]:
    """Every write to the log fails with "No space left on device"."""
    run_folder.mkdir()
    (run_folder / "it.log").symlink_to("/dev/full")
    yield
    (run_folder / "it.log").unlink()


@pytest.mark.usefixtures("full_disk")
async def test_full_log_disk_stops_neither_process_nor_watch(watch: Watch, port: int) -> None:
    watched = await watch(server(port))
    await watched.seen_alive()
    pid = watched.pid
    os.kill(pid, signal.SIGTERM)
    await watched.replaced(pid)
    assert await watched.ask() == str(watched.pid)
