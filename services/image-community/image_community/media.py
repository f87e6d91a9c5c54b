"""For operators: to which database the media folder belongs, and which files wait for deletion.

    python -m image_community.media status
    python -m image_community.media adopt --confirm       make the folder belong to this database
    python -m image_community.media deletions [--all]     what the next sweeps delete, and how to allow it
    python -m image_community.media allow --until 2026-11-30T04:00:00.123456+00:00 --files 1234

See docs/runbook.md, "Media restored beside another database". Exit status 0, or 1 if nothing was done.
"""

# ruff: noqa: T201 - a command line tool prints its output
import argparse
import asyncio
import sys
from collections.abc import AsyncIterator
from datetime import datetime

from sqlalchemy.exc import DBAPIError

from image_community.posts import media_repository, store_guard
from image_community.posts.domain.media import due_before, refusal_by_marker
from image_community.runtime.clock import utc_now
from image_community.runtime.database import (
    DATABASE_ERRORS,
    OF_THE_WORKER,
    Sessions,
    make_engine,
    make_sessions,
    transaction,
)
from image_community.runtime.problem import StorageUnavailable
from image_community.runtime.settings import settings_from_environment
from image_community.uploads.files import File, ImageFiles

LISTED = 50
BATCH = 500


async def status(sessions: Sessions, files: ImageFiles) -> int:
    """Print the owner of the folder, and pending deletions."""
    count, problem = await store_guard.inspect_store(sessions, files)
    marker = await files.marker()
    async with transaction(sessions) as session:
        row = await media_repository.store_row(session)
    refusal = refusal_by_marker(marker, row.database_id, known=row.refusal or problem)
    print(f"this database         {row.database_id}")
    print(f"the folder's marker   {marker or 'none'}")
    print(f"files                 {count.files}, of which rows name {count.named}")
    if refusal is None:
        answer = "yes"
    elif marker is None and row.refusal is None and problem is None:
        answer = "not yet. The worker adopts the folder at its start and before each sweep."
    else:
        answer = f"no. {refusal.sentence}"
    print(f"files are moved and deleted: {answer}")
    print(f"deletions that wait for you: {row.waiting}")
    return 0


async def adopt(sessions: Sessions, files: ImageFiles, *, is_confirmed: bool) -> int:
    """Write this database's marker, and replace an existing one."""
    if not is_confirmed:
        await status(sessions, files)
        print("\nNothing was changed. If these files belong to this database: adopt --confirm")
        return 1
    refusal = await store_guard.adopt(sessions=sessions, files=files, now=utc_now())
    print("The folder now belongs to this database." if refusal is None else refusal.sentence)
    return 0 if refusal is None else 1


async def deletions(sessions: Sessions, files: ImageFiles, *, is_complete: bool) -> int:
    """Print due deletions, or the first ones, and the command that allows exactly these."""
    until = due_before(utc_now())
    number = total_bytes = 0
    async for file in _due(sessions, files, until):
        number += 1
        total_bytes += file.size
        if is_complete or number <= LISTED:
            print(f"{file.written_at:%Y-%m-%d %H:%M}  {file.size:>10}  {file.key}")
    if not is_complete and number > LISTED:
        print(f"… and {number - LISTED} more (--all lists them)")
    print(f"{number} files, {total_bytes} bytes: no post has referred to them for an hour or longer.")
    if number:
        print(f"To allow exactly these deletions: allow --until {until.isoformat()} --files {number}")
    return 0


async def allow(sessions: Sessions, *, until: datetime, expected: int) -> int:
    """Let the next sweep delete what `deletions` listed at that time.

    Afterwards files only leave that list: one that becomes unwanted again has a later `first_seen_at`. So the
    same number means the same files.
    """
    if until > due_before(utc_now()):
        print("Nothing was allowed: --until is later than what `deletions` shows.", file=sys.stderr)
        return 1
    async with transaction(sessions) as session:
        await media_repository.lock_unwanted(session)
        due = await media_repository.count_due(session, before=until)
        if due != expected:
            print(
                f"Nothing was allowed: {due} of these files are left, not {expected}. See: deletions",
                file=sys.stderr,
            )
            return 1
        await media_repository.allow_due(session, before=until)
    print(f"The next sweep (every 10 minutes, or at the worker's start) deletes these {due} files.")
    return 0


async def _due(sessions: Sessions, files: ImageFiles, until: datetime) -> AsyncIterator[File]:
    """Due files, one per row (a key may be in both areas, or already deleted)."""
    last = ""
    while True:
        async with transaction(sessions) as session:
            keys = await media_repository.due_after(session, last, before=until, is_allowed=None, limit=BATCH)
        if not keys:
            return
        last = keys[-1]
        for key in keys:
            found = await files.find(key)
            size = sum(file.size for file in found)
            yield File(key, max((file.written_at for file in found), default=until), size)


async def run(arguments: argparse.Namespace) -> int:
    """Run one verb, with the settings of this process."""
    settings = settings_from_environment()
    # A large store takes longer than the limits of requests.
    engine = make_engine(settings.sqlalchemy_url(), pool_size=1, limits=OF_THE_WORKER)
    try:
        sessions = make_sessions(engine)
        files = await asyncio.to_thread(ImageFiles.in_folder, settings.media_root)
        match arguments.verb:
            case "adopt":
                return await adopt(sessions, files, is_confirmed=arguments.confirm)
            case "deletions":
                return await deletions(sessions, files, is_complete=arguments.all)
            case "allow":
                return await allow(sessions, until=arguments.until, expected=arguments.files)
        return await status(sessions, files)
    except (*DATABASE_ERRORS, StorageUnavailable) as error:
        reason = error.orig if isinstance(error, DBAPIError) else error
        print(f"Nothing was done, please try again: {type(reason).__name__}: {reason}", file=sys.stderr)
        return 1
    finally:
        await engine.dispose()


def moment(text: str) -> datetime:
    """ISO 8601 with a UTC offset, as `deletions` prints it."""
    found = datetime.fromisoformat(text)
    if found.tzinfo is None:
        raise ValueError(text)
    return found


def parse(arguments: list[str]) -> argparse.Namespace:
    """The command line; an invalid one exits with the usage."""
    parser = argparse.ArgumentParser(prog="image_community.media", description=__doc__.split("\n")[0])
    verbs = parser.add_subparsers(dest="verb", metavar="VERB")
    verbs.add_parser("status", help="the folder's database, and pending deletions (the default)")
    adopting = verbs.add_parser("adopt", help="make the folder belong to this database")
    adopting.add_argument("--confirm", action="store_true", help="without it only the status is shown")
    listing = verbs.add_parser("deletions", help="what the next sweeps delete, and how to allow it")
    listing.add_argument("--all", action="store_true", help=f"every file, not only the first {LISTED}")
    allowing = verbs.add_parser("allow", help="allow exactly the deletions that `deletions` listed")
    allowing.add_argument("--until", type=moment, required=True, help="the time that `deletions` shows")
    allowing.add_argument("--files", type=int, required=True, help="the number that `deletions` shows")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(asyncio.run(run(parse(sys.argv[1:]))))
