"""`python -m practice`, run by native/practice.py with the running system's settings."""

# ruff: noqa: T201 - a command line tool prints
import argparse
import asyncio
import logging
import os
import secrets
import signal
import sys
from pathlib import Path

from django.db import DatabaseError
from redis.exceptions import RedisError
from websockets.exceptions import WebSocketException

from demo_data.record import Record
from native.supervisor_lock import acquire

MIN_AGE, MAX_AGE, AGE = 18, 99, 30


def parse(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make practice")
    parser.add_argument("--url", required=True, help=argparse.SUPPRESS)
    parser.add_argument("--record", type=Path, required=True, help=argparse.SUPPRESS)
    ages = f"{MIN_AGE} to {MAX_AGE}"
    asked = "a user who asks for other ages meets the nearest of them"
    parser.add_argument("--age", type=int, default=AGE, help=f"{ages} ({AGE}); {asked}")
    found = parser.parse_args(arguments)
    if not MIN_AGE <= found.age <= MAX_AGE:
        parser.error(f"--age: {ages}")
    return found


async def until_stopped(url: str, age: int, record: Record) -> None:
    """Ctrl-C and SIGTERM end it."""
    from practice.partner import Partner  # noqa: PLC0415 - after django.setup()

    work = asyncio.ensure_future(Partner(url, age, record).run())
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, work.cancel)
    await asyncio.wait([work])
    if not work.cancelled():
        work.result()


def practise(arguments: argparse.Namespace) -> int:
    import django  # noqa: PLC0415 - it reads the settings

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "auth_match.config.command_settings")
    django.setup()
    logging.disable(logging.WARNING)  # it speaks in sentences
    from practice import accounts  # noqa: PLC0415 - after django.setup()

    record = Record.read(arguments.record) or Record(arguments.record, secrets.token_urlsafe(24))
    try:
        accounts.delete_all(record)  # of a run that was killed
        asyncio.run(until_stopped(arguments.url, arguments.age, record))
        accounts.delete_all(record)  # after the last thread has ended, which may have made one
    except (OSError, DatabaseError, RedisError, WebSocketException) as error:
        print(f"The system does not answer ({error}). What is left is deleted next time.", file=sys.stderr)
        return 1
    record.file.unlink(missing_ok=True)
    print("Ended. Its accounts are deleted.")
    return 0


def main() -> int:
    arguments = parse(sys.argv[1:])
    with arguments.record.with_suffix(".lock").open("a+") as lock:
        if not acquire(lock):  # two would meet each other
            print("A practice partner of this system runs already.", file=sys.stderr)
            return 1
        return practise(arguments)


if __name__ == "__main__":
    sys.exit(main())
