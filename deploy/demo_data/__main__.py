"""`python -m demo_data seed|unseed --record FILE`, run by native/demo_data.py with its settings."""

# ruff: noqa: T201 - a command line tool prints
import argparse
import asyncio
import os
import random
import secrets
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from demo_data.progress import Progress
from demo_data.record import Record
from image_community.runtime.database import OF_THE_WORKER, Sessions, make_engine, make_sessions
from image_community.runtime.settings import settings_from_environment
from image_community.uploads.files import ImageFiles


@asynccontextmanager
async def image_community() -> AsyncIterator[tuple[Sessions, ImageFiles]]:
    """Its database and its files."""
    settings = settings_from_environment()
    engine = make_engine(settings.sqlalchemy_url(), pool_size=4, limits=OF_THE_WORKER)
    try:
        yield make_sessions(engine), await asyncio.to_thread(ImageFiles.in_folder, settings.media_root)
    finally:
        await engine.dispose()


def seed(record: Record, *, user_count: int, image_count: int) -> None:
    from demo_data import images, users  # noqa: PLC0415 - after django.setup()

    began, chance = time.monotonic(), random.Random(secrets.randbits(64))  # noqa: S311 - no secret
    record.write()
    users.sign_up(record, user_count, chance, Progress("users", user_count).advance)

    async def post() -> tuple[int, int]:
        async with image_community() as (sessions, files):
            bar = Progress("images", image_count)
            await images.post((sessions, files), record.users, image_count, chance, bar.advance)
            return await images.like_and_vote(sessions, record.users, chance)

    likes, votes = asyncio.run(post())
    print(f"  {'likes':<14}{likes}\n  {'votes':<14}{votes}")
    print(f"Seeded in {time.monotonic() - began:.0f} s. The ratings follow within a minute or two.")
    print(f"Log in as {record.users[0].username} or any other of them, with the password: {record.password}")
    print("To take all of it away: make unseed-demo")


def unseed(record: Record) -> None:
    from demo_data import images, users  # noqa: PLC0415 - after django.setup()

    ours = users.still_there(record.users)

    async def remove() -> None:
        bar = Progress("images of", len(ours))
        async with image_community() as (sessions, files):
            for user in ours:
                await images.remove(sessions, files, user)
                bar.advance()

    if ours:
        asyncio.run(remove())
        bar = Progress("users", len(ours))
        for user in ours:
            users.delete(user, record.password)
            bar.advance()
    record.file.unlink()
    print(f"Taken away: {len(ours)} users, with their images, likes and votes.")
    if others := len(record.users) - len(ours):
        print(f"Left alone: {others} that are gone, or whose number is another user's now.")


def parse(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make seed-demo")
    parser.add_argument("verb", choices=("seed", "unseed"))
    parser.add_argument("--record", type=Path, required=True)
    parser.add_argument("--users", type=int, default=100, help="at least 3")
    parser.add_argument("--images", type=int, default=1000, help="at least 1")
    found = parser.parse_args(arguments)
    if found.users < 3 or found.images < 1:
        parser.error("at least 3 users and 1 image")
    return found


def main() -> int:
    arguments = parse(sys.argv[1:])
    record = Record.read(arguments.record)
    if arguments.verb == "seed" and record is not None:
        print(f"Already seeded, with {len(record.users)} users. Password: {record.password}")
        print("Nothing was changed. To take them away: make unseed-demo")
        return 0
    if arguments.verb == "unseed" and record is None:
        print("Nothing was seeded.")
        return 0
    import django  # noqa: PLC0415 - it reads the settings

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "auth_match.config.command_settings")
    django.setup()
    if record is None:
        record = Record(arguments.record, secrets.token_urlsafe(12))
        seed(record, user_count=arguments.users, image_count=arguments.images)
    else:
        unseed(record)
    return 0


if __name__ == "__main__":
    sys.exit(main())
