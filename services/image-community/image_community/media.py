"""For operators: whose the media folder is, and what waits to be deleted from it.

    python -m image_community.media status
    python -m image_community.media adopt --confirm       the folder belongs to this database from now on
    python -m image_community.media deletions             what the next sweeps delete
    python -m image_community.media allow --files 1234    exactly these, however many they are

See docs/runbook.md, "Media restored beside another database". Exit status 0, or 1 if nothing could be done.
"""

# ruff: noqa: T201 - a command line tool speaks by printing
import argparse
import asyncio
import sys
from collections.abc import AsyncIterator
from datetime import datetime

import asyncpg  # type: ignore[import-untyped]  # ships no annotations
from sqlalchemy.exc import SQLAlchemyError

from image_community.posts import media_repository, store_guard
from image_community.posts.domain.media import due_before, judge
from image_community.runtime.clock import utc_now
from image_community.runtime.database import (
    Sessions,
    make_engine,
    make_sessions,
    see_one_snapshot,
    transaction,
)
from image_community.runtime.problem import StorageUnavailable
from image_community.runtime.settings import settings_from_environment
from image_community.uploads.files import File, ImageFiles

LISTED = 50
BATCH = 500


async def status(sessions: Sessions, files: ImageFiles) -> int:
    """Print whose the folder is, and what waits."""
    count, doubt = await store_guard.weigh_store(sessions, files)
    marker = await files.marker()
    async with transaction(sessions) as session:
        row = await media_repository.store_row(session)
    refusal = judge(marker, row.database_id, known=row.refusal or doubt)
    print(f"this database         {row.database_id}")
    print(f"the folder's marker   {marker or 'none'}")
    print(f"files                 {count.files}, of which rows name {count.named}")
    if refusal is None:
        answer = "yes"
    elif marker is None and row.refusal is None and doubt is None:
        answer = "not yet. The worker adopts the folder at its start and before each sweep."
    else:
        answer = f"no. {refusal.sentence}"
    print(f"files are moved and deleted: {answer}")
    print(f"deletions that wait for you: {row.waiting}")
    return 0


async def adopt(sessions: Sessions, files: ImageFiles, *, is_confirmed: bool) -> int:
    """Write this database's marker, whatever the folder's says."""
    if not is_confirmed:
        await status(sessions, files)
        print("\nNothing was changed. If these files belong to this database: adopt --confirm")
        return 1
    refusal = await store_guard.adopt(sessions=sessions, files=files, now=utc_now())
    print("The folder now belongs to this database." if refusal is None else refusal.sentence)
    return 0 if refusal is None else 1


async def deletions(sessions: Sessions, files: ImageFiles) -> int:
    """Print the first of what is due, and the total."""
    number = total_bytes = 0
    async for file in _due(sessions, files, utc_now()):
        number += 1
        total_bytes += file.size
        if number <= LISTED:
            print(f"{file.written_at:%Y-%m-%d %H:%M}  {file.size:>10}  {file.key}")
    if number > LISTED:
        print(f"… and {number - LISTED} more")
    print(f"{number} files, {total_bytes} bytes: no post has wanted them for an hour or longer.")
    return 0


async def allow(sessions: Sessions, *, expected: int) -> int:
    """Let the next sweep delete what is due now, if it is as much as the operator has seen."""
    async with transaction(sessions) as session:
        await see_one_snapshot(session)
        before = due_before(utc_now())
        due = await media_repository.count_due(session, before=before)
        if due != expected:
            print(
                f"Nothing was allowed: {due} files are due, not {expected}. See: deletions", file=sys.stderr
            )
            return 1
        await media_repository.allow_due(session, before=before)
    print(f"The next sweep (every 10 minutes, or at the worker's start) deletes these {due} files.")
    return 0


async def _due(sessions: Sessions, files: ImageFiles, now: datetime) -> AsyncIterator[File]:
    """What is due, one row each (a key may lie in both areas, or be gone since)."""
    last = ""
    while True:
        async with transaction(sessions) as session:
            keys = await media_repository.due_after(
                session, last, before=due_before(now), is_allowed=None, limit=BATCH
            )
        if not keys:
            return
        last = keys[-1]
        for key in keys:
            found = await files.find(key)
            size = sum(file.size for file in found)
            yield File(key, max((file.written_at for file in found), default=now), size)


async def run(arguments: argparse.Namespace) -> int:
    """One verb, with this process's settings."""
    settings = settings_from_environment()
    engine = make_engine(settings.sqlalchemy_url(), pool_size=1)
    try:
        sessions = make_sessions(engine)
        files = await asyncio.to_thread(ImageFiles.in_folder, settings.media_root)
        match arguments.verb:
            case "adopt":
                return await adopt(sessions, files, is_confirmed=arguments.confirm)
            case "deletions":
                return await deletions(sessions, files)
            case "allow":
                return await allow(sessions, expected=arguments.files)
        return await status(sessions, files)
    except (SQLAlchemyError, OSError, StorageUnavailable, asyncpg.PostgresError) as error:
        print(f"The database or the media folder does not answer: {error}", file=sys.stderr)
        return 1
    finally:
        await engine.dispose()


def parse(arguments: list[str]) -> argparse.Namespace:
    """The command line; a wrong one ends the process with its usage."""
    parser = argparse.ArgumentParser(prog="image_community.media", description=__doc__.split("\n")[0])
    verbs = parser.add_subparsers(dest="verb", metavar="VERB")
    verbs.add_parser("status", help="whose the media folder is, and what waits (the default)")
    adopting = verbs.add_parser("adopt", help="make the folder this database's")
    adopting.add_argument("--confirm", action="store_true", help="do it; without, only the status is shown")
    verbs.add_parser("deletions", help="what the next sweeps delete")
    allowing = verbs.add_parser("allow", help="let exactly what `deletions` shows be deleted")
    allowing.add_argument("--files", type=int, required=True, help="the number that `deletions` shows")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(asyncio.run(run(parse(sys.argv[1:]))))
