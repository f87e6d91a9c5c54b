"""`python -m image_community.media`, as an operator runs it."""

import asyncio
from asyncio.subprocess import STDOUT
from datetime import timedelta

import pytest

from image_community.runtime.clock import utc_now


@pytest.fixture
def media(running):
    """Runs the command; returns (exit status, output)."""

    async def run(*arguments: str) -> tuple[int, str]:
        async with running("image_community.media", *arguments, stderr=STDOUT) as process:
            output, _ = await process.communicate()
            return process.returncode, output.decode()

    return run


async def test_folder_that_is_about_to_be_adopted_is_shown_so(media, make_named_file):
    await make_named_file()
    assert "moved and deleted: not yet. The worker adopts" in (await media())[1]


async def test_foreign_store_is_shown_and_adopted_only_when_confirmed(
    media, check, make_file, marker, database_id, sweep
):
    make_file()
    await check()
    status, said = await media("status")
    assert status == 0
    assert database_id in said
    assert "moved and deleted: no. The media folder has no marker" in said
    assert (await media("adopt"))[0] == 1
    assert not marker.exists()
    status, said = await media("adopt", "--confirm")
    assert (status, said) == (0, "The folder now belongs to this database.\n")
    assert marker.read_text().strip() == database_id
    assert await sweep() == 0


async def test_deletions_are_listed_and_allowed_as_they_were_listed(media, check, make_file, sweep):
    await check()
    unwanted = [make_file() for _ in range(60)]
    await sweep(utc_now() - timedelta(hours=2))
    await sweep(utc_now())
    status, said = await media("deletions")
    lines = said.splitlines()
    assert status == 0
    assert len(lines) == 53
    assert "       100  ab/" in lines[0]
    assert lines[-3:-1] == [
        "… and 10 more (--all lists them)",
        "60 files, 6000 bytes: no post has referred to them for an hour or longer.",
    ]
    *_, until, files, number = lines[-1].split()
    assert (files, number) == ("--files", "60")
    assert "deletions that wait for you: 60" in (await media())[1]
    assert (await media("allow", "--until", until, "--files", "59"))[0] == 1
    assert await sweep() == 0
    assert (await media("allow", "--until", until, "--files", "60"))[0] == 0
    assert await sweep() == 60
    assert not any(each.exists() for each in unwanted)


async def test_all_deletions_are_listed_when_asked_for(media, check, make_file, sweep):
    await check()
    names = {make_file().name for _ in range(60)}
    await sweep(utc_now() - timedelta(hours=2))
    said = (await media("deletions", "--all"))[1].splitlines()
    assert {line.rpartition("/")[2] for line in said[:-2]} == names


async def test_file_that_became_due_unseen_is_not_allowed_in_place_of_one_that_is_wanted_again(
    media, check, make_file, make_post, sweep
):
    """Two are listed; then one becomes wanted and another one due, so the number stays the same."""
    await check()
    listed, now = [make_file() for _ in range(2)], utc_now()
    listed_until = now - timedelta(hours=2)
    await sweep(now - timedelta(hours=3), min_files=1)
    unseen = make_file()
    await sweep(now - timedelta(hours=1, minutes=30), min_files=1)
    await make_post(image_url=f"/uploads/ab/{listed[0].name}")
    await sweep(now, min_files=1)
    assert (await media("deletions"))[1].endswith("--files 2\n")
    assert (await media("allow", "--until", listed_until.isoformat(), "--files", "2"))[0] == 1
    await sweep(min_files=1)
    assert all(each.is_file() for each in (*listed, unseen))


@pytest.fixture
def allow_as_listed(media):
    """Runs the command that `deletions` printed."""
    return lambda listed: media(*listed.splitlines()[-1].partition(": ")[2].split())


async def test_deletions_that_are_not_due_cannot_be_allowed(media, check, make_file, sweep):
    await check()
    make_file()
    await sweep(min_files=1)
    assert (await media("allow", "--until", utc_now().isoformat(), "--files", "1"))[0] == 1


@pytest.mark.parametrize(
    "arguments", [(), ("--until", "2026-11-30T04:00:00", "--files", "1"), ("--files", "1")]
)
async def test_allowing_without_the_moment_and_the_number_is_refused(media, arguments):
    assert (await media("allow", *arguments))[0] == 2


async def test_allowing_waits_longer_than_a_request_for_a_sweep(
    media, check, make_file, sweep, db, allow_as_listed
):
    """Statements on a large store take long, so the worker's limits apply."""
    await check()
    make_file()
    await sweep(utc_now() - timedelta(hours=2))
    listed = (await media("deletions"))[1]
    async with db.transaction():
        await db.execute("LOCK TABLE unwanted_files")
        allowing = asyncio.create_task(allow_as_listed(listed))
        await asyncio.sleep(6)  # a request's statement ends after 4, its wait for a lock after 3
    assert (await allowing)[0] == 0


async def test_real_error_is_printed(media, db):
    await db.execute("ALTER TABLE unwanted_files RENAME TO elsewhere")
    try:
        status, said = await media("deletions")
    finally:
        await db.execute("ALTER TABLE elsewhere RENAME TO unwanted_files")
    assert status == 1
    assert "please try again" in said
    assert 'relation "unwanted_files" does not exist' in said


async def test_folder_refused_once_is_shown_as_waiting_for_an_operator(
    media, check, make_file, make_named_file
):
    make_file()
    await check()
    for _ in range(9):
        await make_named_file()
    assert "moved and deleted: no. The media folder has no marker" in (await media())[1]
