"""`python -m image_community.media`, as an operator runs it."""

from datetime import timedelta

import pytest

from image_community.runtime.clock import utc_now


@pytest.fixture
def media(running):
    """Runs the command; answers (exit status, what it printed)."""

    async def run(*arguments: str) -> tuple[int, str]:
        async with running("image_community.media", *arguments) as process:
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


async def test_deletions_are_listed_and_allowed_by_their_number(media, check, make_file, sweep):
    await check()
    unwanted = [make_file() for _ in range(60)]
    await sweep(utc_now() - timedelta(hours=2))
    await sweep(utc_now())
    status, said = await media("deletions")
    lines = said.splitlines()
    assert status == 0
    assert len(lines) == 52
    assert "       100  ab/" in lines[0]
    assert lines[-2:] == [
        "… and 10 more",
        "60 files, 6000 bytes: no post has wanted them for an hour or longer.",
    ]
    assert "deletions that wait for you: 60" in (await media())[1]
    assert (await media("allow", "--files", "59"))[0] == 1
    assert await sweep() == 0
    assert (await media("allow", "--files", "60"))[0] == 0
    assert await sweep() == 60
    assert not any(each.exists() for each in unwanted)
    assert (await media("allow"))[0] == 2
