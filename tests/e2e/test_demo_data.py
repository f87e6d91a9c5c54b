"""`make seed-demo` fills a running system with rows that agree; `make unseed-demo` leaves the rest."""

import asyncio
import json
import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from typing import Any

import asyncpg  # type: ignore[import-untyped]  # ships no annotations
from tests.people.person import Person
from tests.people.pictures import picture
from tests.specified_ranking import SPECIFIED
from tests.system import NativeSystem

from native.demo_data import record_of
from native.settings import ROOT

TABLES = (
    *("image_posts", "image_post_counters", "image_likes", "tournament_votes", "tournament_matches"),
    *("model_votes_kept", "model_votes_left_out", "unsettled_files"),
)
MISCOUNTED = """
    SELECT count(*) FROM image_post_counters c WHERE
      like_count <> (SELECT count(*) FROM image_likes WHERE image_post_id = c.image_post_id)
      OR win_count <> (SELECT count(*) FROM tournament_votes WHERE winner_image_id = c.image_post_id)
      OR loss_count <> (SELECT count(*) FROM tournament_votes WHERE loser_image_id = c.image_post_id)"""
USERS, IMAGES = 12, 40
LARGEST_BYTES = 150_000


async def run(verb: str, *arguments: str, **changed: str) -> tuple[int, str]:
    """Exit status and what was printed."""
    command = [sys.executable, "-m", "native", verb, *arguments]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "deploy"), **changed}
    ended = await asyncio.to_thread(
        subprocess.run, command, capture_output=True, text=True, env=environment, cwd=ROOT, check=False
    )
    return ended.returncode, ended.stdout + ended.stderr


async def what_is_there(db: asyncpg.Connection, system: NativeSystem) -> dict[str, Any]:
    """The number of rows of each table, the counters, and the files with their sizes."""
    seen: dict[str, Any] = {table: await db.fetchval(f"SELECT count(*) FROM {table}") for table in TABLES}
    seen["counters"] = [tuple(row) for row in await db.fetch("SELECT * FROM image_post_counters ORDER BY 1")]
    seen["files"] = {
        str(file.relative_to(system.settings.media)): file.stat().st_size
        for file in system.settings.media.rglob("*")
        if file.is_file()
    }
    return seen


async def settled(db: asyncpg.Connection, system: NativeSystem) -> dict[str, Any]:
    """What is there when the worker has done what earlier tests left to it."""
    seen = await what_is_there(db, system)
    for _ in range(20):
        await asyncio.sleep(1.5)
        again = await what_is_there(db, system)
        if again == seen and again["unsettled_files"] == 0:
            return again
        seen = again
    return seen


async def eventually_as_before(
    db: asyncpg.Connection, system: NativeSystem, before: dict[str, Any]
) -> dict[str, Any]:
    """What is there, at the latest after the worker has applied what it follows."""
    for _ in range(120):
        seen = await what_is_there(db, system)
        if seen == before:
            break
        await asyncio.sleep(0.25)
    return seen


async def test_seeded_counts_equal_the_rows_and_unseeding_leaves_what_was_there(
    alice: Person, db: asyncpg.Connection, system: NativeSystem
) -> None:
    mine = await alice.post_image(picture(".png"), "here before")
    before = await settled(db, system)
    status, said = await run("seed-demo", "--users", str(USERS), "--images", str(IMAGES))
    assert status == 0, said
    try:
        await _check_rows(db, system, before)
        await _check_api(alice, db)
        status, again = await run("seed-demo")
        assert (status, "Already seeded" in again) == (0, True), again
        assert await db.fetchval("SELECT count(*) FROM image_posts") == before["image_posts"] + IMAGES
        name = said.split("Log in as ")[1].split()[0]
        password = said.split("password: ")[1].split()[0]
        await alice.post("/api/auth/login/", status=200, json={"username": name, "password": password})
        liked = await db.fetchval("SELECT max(id) FROM image_posts")
        await alice.post(
            f"/api/v1/images/{liked}/like", status=201
        )  # a real user's like of a seeded image goes with it
    finally:
        _also_records(system, alice.id, "name-of-another-database")
        status, said = await run("unseed-demo")
    assert status == 0, said
    assert "Left alone: 1 " in said
    assert await eventually_as_before(db, system, before) == before
    assert (await alice.get(f"/api/v1/images/{mine['id']}"))["prompt"] == "here before"
    names = await alice.http.post("/api/auth/login/", json={"username": name, "password": password})
    assert names.status_code == 401
    assert await run("unseed-demo") == (0, "Nothing was seeded.\n")


def _also_records(system: NativeSystem, user_id: int, username: str) -> None:
    """As if the database were another one since: an id of the record is a real user's."""
    file = record_of(system.settings)
    record = json.loads(file.read_text())
    record["users"].append({"id": user_id, "username": username})
    file.write_text(json.dumps(record))


async def _check_rows(db: asyncpg.Connection, system: NativeSystem, before: dict[str, Any]) -> None:
    seen = await what_is_there(db, system)
    assert seen["image_posts"] == before["image_posts"] + IMAGES
    assert seen["image_likes"] > before["image_likes"] + IMAGES
    assert seen["tournament_votes"] > before["tournament_votes"] + IMAGES
    assert await db.fetchval(MISCOUNTED) == 0
    new = seen["files"].keys() - before["files"].keys()
    assert len(new) == IMAGES
    assert max(seen["files"][name] for name in new) <= LARGEST_BYTES


async def _check_api(person: Person, db: asyncpg.Connection) -> None:
    answer = await person.http.get("/api/v1/images/feed/top-24h?limit=50")
    as_of = datetime.fromisoformat(answer.headers["x-maru-as-of"])
    expected = [tuple(row) for row in await db.fetch(SPECIFIED, as_of - timedelta(hours=24), 50)]
    names = ("id", "like_count_24h", "win_count_24h", "total_score")
    assert [tuple(each[name] for name in names) for each in answer.json()] == expected
    assert expected[0][3] > 0
    assert as_of <= datetime.now(UTC)
    for row in await db.fetch(
        "SELECT image_post_id, like_count FROM image_post_counters ORDER BY 1 DESC LIMIT 5"
    ):
        shown = await person.get(f"/api/v1/images/{row['image_post_id']}")
        assert shown["like_count"] == row["like_count"]


async def test_a_system_that_is_not_local_or_is_down_gets_no_demo_data(
    tmp_path: os.PathLike[str],
) -> None:
    status, said = await run("seed-demo", MARU_PUBLIC_URL="https://maru.example")
    assert (status, said) == (1, "This is for a local system; this one serves https://maru.example.\n")
    for verb in ("seed-demo", "unseed-demo"):
        status, said = await run(verb, MARU_DATA_DIR=str(tmp_path))
        assert status == 1
        assert said.startswith("This is for a system that runs natively on this machine"), said
