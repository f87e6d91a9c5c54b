"""A program in a process of its own: its input, its end, its limit."""

import asyncio
import os
import tempfile

import pytest

from image_community.runtime.child_process import Ended, run_python

ECHO = "import sys; sys.stdout.write(sys.stdin.read())"


def assert_no_child() -> None:
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)


async def test_bytes_go_in_and_out():
    assert await run_python("-c", ECHO, stdin=b"in", seconds=20) == Ended(0, b"in", b"")


async def test_open_file_is_read_from_its_position():
    with tempfile.TemporaryFile() as file:
        file.write(b"skipped read")
        file.seek(8)
        assert (await run_python("-c", ECHO, stdin=file, seconds=20)).output == b"read"


async def test_errors_are_kept_only_when_asked_for():
    program = "import sys; sys.exit('broken')"
    assert await run_python("-c", program, stdin=b"", seconds=20) == Ended(1, b"", b"")
    kept = await run_python("-c", program, stdin=b"", seconds=20, keep_errors=True)
    assert kept == Ended(1, b"", b"broken\n")


async def test_program_gets_the_environment_and_more():
    program = "import os; print(os.environ['PATH'] == os.environ['COPY'], os.environ['MORE'])"
    more = {"COPY": os.environ["PATH"], "MORE": "yes"}
    assert (await run_python("-c", program, stdin=b"", seconds=20, environment=more)).output == b"True yes\n"


async def test_program_over_its_time_is_killed():
    with pytest.raises(TimeoutError):
        await run_python("-c", "import time; time.sleep(60)", stdin=b"", seconds=0.2)
    assert_no_child()


async def test_program_of_a_cancelled_caller_is_killed():
    running = asyncio.create_task(run_python("-c", "import time; time.sleep(60)", stdin=b"", seconds=60))
    await asyncio.sleep(0.2)
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    assert_no_child()


async def test_signal_is_a_negative_code():
    program = "import os; os.kill(os.getpid(), 9)"
    assert (await run_python("-c", program, stdin=b"", seconds=20)).returncode == -9


async def test_module_in_the_current_folder_shadows_no_library(tmp_path, monkeypatch):
    (tmp_path / "json.py").write_text("raise SystemExit('shadowed')")
    monkeypatch.chdir(tmp_path)
    ended = await run_python(
        *("-m", "json.tool"), stdin=b"[]", seconds=20, environment={"PYTHONPATH": ""}, keep_errors=True
    )
    assert (ended.returncode, ended.errors) == (0, b"")
