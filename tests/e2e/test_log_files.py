"""Native logs: bounded, for their owner alone, and complete but for the oldest lines."""

import asyncio
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from tests.system import NativeSystem

from native.declared import SettingError
from native.log_files import MEBIBYTE, LogFiles, make_folder, open_log
from native.processes import Process, spawn
from native.settings import load

WRITER = "import sys\nfor n in range(int(sys.argv[1])): print(f'{n:08} ' + 90 * 'x')"  # 100 bytes a line

STEADY = """
import sys, time
for number in range(int(sys.argv[1])):
    sys.stdout.write(f'{number:08} ' + 90 * 'x' + chr(10))
    if number % 100 == 0: time.sleep(0.01)
"""


async def nothing() -> bool:
    return True


def lines(*files: Path) -> list[int]:
    text = b"".join(file.read_bytes() for file in files)
    return [int(line[:8]) for line in text.splitlines() if len(line) == 99]


def kept(log: Path) -> list[Path]:
    """Oldest first."""
    older = sorted(log.parent.glob(f"{log.name}.*"), key=lambda file: -int(file.suffix[1:]))
    return [*older, log]


async def test_process_that_writes_50_mb_leaves_at_most_the_bound(tmp_path: Path) -> None:
    logs = LogFiles(tmp_path, max_bytes=MEBIBYTE, files=3)
    rotating = asyncio.create_task(logs.rotate_forever(check_seconds=0.02))
    log = tmp_path / "it.log"
    running = await spawn(Process("it", (sys.executable, "-c", WRITER, "500000"), nothing), log)
    assert await running.wait() == 0
    rotating.cancel()
    await asyncio.gather(rotating, return_exceptions=True)
    await asyncio.get_running_loop().shutdown_default_executor()  # its thread may be at work still
    logs.rotate()
    files = kept(log)
    assert max(file.stat().st_size for file in files) <= 2 * MEBIBYTE, "faster than it is looked at"
    assert lines(*files)[-1] == 499_999, "the newest lines are kept"
    assert len(files) <= 3
    assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}


def test_almost_all_that_may_be_kept_is_kept(tmp_path: Path) -> None:
    """Each cut made a full file and a small one, so a third of the history was left; and it halved lines."""
    log, logs = tmp_path / "it.log", LogFiles(tmp_path, max_bytes=MEBIBYTE, files=4)
    number = 0
    with open_log(log) as output:
        for _ in range(8):
            while log.stat().st_size <= MEBIBYTE:  # as at the next look
                output.write(b"".join(b"%08d %s\n" % (n, 90 * b"x") for n in range(number, number + 777)))
                number += 777
            logs.rotate()
            assert log.stat().st_size == 0
    files = kept(log)
    assert sum(file.stat().st_size for file in files) >= 3 * 0.9 * MEBIBYTE
    assert max(file.stat().st_size for file in files) <= 1.1 * MEBIBYTE
    assert_whole_lines(files)
    assert lines(*files) == list(range(number))[-len(lines(*files)) :]


async def test_steady_writer_keeps_almost_all_that_may_be_kept(tmp_path: Path) -> None:
    log, logs = tmp_path / "it.log", LogFiles(tmp_path, max_bytes=MEBIBYTE, files=4)
    rotating = asyncio.create_task(logs.rotate_forever(check_seconds=0.02))
    running = await spawn(Process("it", (sys.executable, "-u", "-c", STEADY, "60000"), nothing), log)
    assert await running.wait() == 0
    rotating.cancel()
    await asyncio.gather(rotating, return_exceptions=True)
    await asyncio.get_running_loop().shutdown_default_executor()
    files = kept(log)
    assert sum(file.stat().st_size for file in files) >= 3 * 0.9 * MEBIBYTE
    assert_whole_lines(files)
    numbers = lines(*files)
    assert numbers[-1] == 59_999
    lost = numbers[-1] - numbers[0] + 1 - len(numbers)
    assert lost <= len(numbers) / 50, "between copy and cut, where a busy machine may pause"


def assert_whole_lines(files: list[Path]) -> None:
    content = [file.read_bytes() for file in files]
    assert all(each.endswith(b"\n") for each in content if each)
    assert {len(line) for each in content for line in each.splitlines()} == {99}


def test_line_that_is_half_written_stays_together(tmp_path: Path) -> None:
    log = tmp_path / "it.log"
    with open_log(log) as output:
        output.write(b"z" * MEBIBYTE + b"\n" + b"half of ")
        LogFiles(tmp_path, max_bytes=MEBIBYTE, files=2).rotate()
        output.write(b"a line\n")
    assert log.read_bytes() == b"half of a line\n"


def test_burst_makes_no_small_files(tmp_path: Path) -> None:
    log = tmp_path / "it.log"
    log.write_bytes(b"".join(b"%08d %s\n" % (n, 90 * b"x") for n in range(23_000)))  # 2.2 MiB
    LogFiles(tmp_path, max_bytes=MEBIBYTE, files=5).rotate()
    files = kept(log)
    assert len(files) == 3
    assert all(0.75 * MEBIBYTE <= file.stat().st_size <= 1.5 * MEBIBYTE for file in files[:-1])
    assert lines(*files) == list(range(23_000))


def test_no_line_is_lost_while_nothing_is_written(tmp_path: Path) -> None:
    log = tmp_path / "it.log"
    with open_log(log) as output:
        subprocess.run([sys.executable, "-c", WRITER, "25000"], stdout=output, check=True)
        LogFiles(tmp_path, max_bytes=MEBIBYTE, files=4).rotate()
        subprocess.run([sys.executable, "-c", WRITER, "10"], stdout=output, check=True)
    assert lines(*kept(log)) == [*range(25_000), *range(10)]
    assert lines(log) == list(range(10)), "what is written later starts the file, not a hole before it"


def test_follower_of_a_log_goes_on_after_it_was_cut(tmp_path: Path) -> None:
    log = tmp_path / "it.log"
    with (
        open_log(log) as output,
        subprocess.Popen(
            ["tail", "-n", "0", "-F", str(log)], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        ) as tail,
    ):
        assert tail.stdout is not None
        try:
            expected = tail.stdout
            while not Path(f"/proc/{tail.pid}/fd/4").exists():  # it watches, having gone to the end
                pass
            output.write(b"before\n" + b"y" * MEBIBYTE + b"\n")
            assert expected.readline() == "before\n"
            assert len(expected.readline()) == MEBIBYTE + 1
            LogFiles(tmp_path, max_bytes=MEBIBYTE, files=2).rotate()
            output.write(b"after\n")
            assert expected.readline() == "after\n"
        finally:
            tail.kill()


def test_log_that_cannot_be_copied_is_cut_all_the_same(tmp_path: Path) -> None:
    """As on a full disk: the copy fails, the older files make room, and nothing is raised."""
    log, copy = tmp_path / "it.log", tmp_path / "it.log.new"
    log.write_bytes(b"z" * (MEBIBYTE + 1))
    (tmp_path / "it.log.1").write_text("old")
    copy.symlink_to("/dev/full")
    LogFiles(tmp_path, max_bytes=MEBIBYTE, files=3).rotate()
    assert log.stat().st_size == 0
    assert not (tmp_path / "it.log.1").exists()


def test_logs_of_an_earlier_release_are_closed_to_others(tmp_path: Path) -> None:
    folder = tmp_path / "log"
    make_folder(folder)
    folder.chmod(0o755)
    (folder / "old.log").touch(mode=0o644)
    LogFiles(folder, MEBIBYTE, 3).prepare()
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(file.stat().st_mode) for file in folder.iterdir()} == {0o600}


async def test_running_system_closes_all_its_logs_to_others(system: NativeSystem) -> None:
    logs = list(system.settings.logs.iterdir())
    assert {"supervisor.log", "postgres.log", "gateway-access.log", "auth-match-migrate.log"} <= {
        log.name for log in logs
    }
    assert {log.name: oct(stat.S_IMODE(log.stat().st_mode)) for log in logs} == {
        log.name: "0o600" for log in logs
    }
    assert stat.S_IMODE(system.settings.logs.stat().st_mode) == 0o700


@pytest.mark.parametrize(("name", "value"), [("MARU_LOG_MAX_MB", "0"), ("MARU_LOG_FILES", "many")])
def test_setting_that_cannot_be_is_named(name: str, value: str) -> None:
    with pytest.raises(SettingError, match=name):
        load({name: value})
