"""The sockets that the supervisor opens and its processes accept from."""

import os
from pathlib import Path

import pytest
from tests.freezing import family
from tests.system import NativeSystem

LISTENING = "0A"


def listening_inodes() -> set[str]:
    lines = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
    return {line[9] for line in lines if line[3] == LISTENING}


def listeners_of(pid: int) -> list[tuple[str, int]]:
    """(descriptor, its flags) of each listening socket that a process holds."""
    sockets = {f"socket:[{inode}]" for inode in listening_inodes()}
    folder = Path(f"/proc/{pid}/fd")
    held = [each.name for each in folder.iterdir() if os.readlink(each) in sockets]
    return [(name, flags_of(pid, name)) for name in held]


def flags_of(pid: int, descriptor: str) -> int:
    lines = Path(f"/proc/{pid}/fdinfo/{descriptor}").read_text().splitlines()
    return next(int(line.split()[1], 8) for line in lines if line.startswith("flags:"))


@pytest.mark.parametrize(
    "name", ["gateway", "auth-match-web", "auth-match-realtime-1", "image-community-web-1"]
)
async def test_no_worker_can_be_caught_in_accept(system: NativeSystem, name: str) -> None:
    """Of two that are woken for one connection the second finds none. In blocking mode it would wait for the
    next, and every socket that it holds with it: seconds, on a quiet system minutes."""
    held = [each for pid in family(system.pid(name)) for each in listeners_of(pid)]
    assert held
    assert not [descriptor for descriptor, flags in held if not flags & os.O_NONBLOCK]
