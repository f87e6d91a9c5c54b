"""Who posted an image, through the gateway: from the token, or filled by the worker from auth-match."""

import asyncio

import psycopg
from tests.people.person import Person
from tests.people.pictures import picture
from tests.system import NativeSystem


async def test_author_is_named_and_older_posts_are_filled_by_the_worker(
    alice: Person, system: NativeSystem
) -> None:
    author = {"id": alice.id, "username": alice.username}
    image = await alice.post_image(picture(".png"), "a picture")
    assert (image["author"], image["user_id"]) == (author, alice.id)
    password = (system.settings.secrets / "postgres_password").read_text()
    server = f"host=127.0.0.1 port={system.settings.ports.postgres} user=postgres password={password}"
    with psycopg.connect(f"{server} dbname=image_community", autocommit=True) as database:
        database.execute("UPDATE image_posts SET author_name = NULL WHERE id = %s", [image["id"]])
    for _ in range(200):
        found = await alice.get(f"/api/v1/images/{image['id']}")
        if found["author"] is not None:
            break
        await asyncio.sleep(0.2)
    assert found["author"] == author


async def test_open_match_is_found_again(alice: Person, bob: Person, charlie: Person) -> None:
    for person in (alice, bob):
        await person.post_image(picture(".png"), "a picture")
    match = await charlie.get("/api/v1/tournaments/match")
    assert await charlie.get("/api-image/v1/tournaments/matches/open/") == [match]
    await charlie.post("/api/v1/tournaments/skip", status=204, json={"match_id": match["match_id"]})
    assert await charlie.get("/api/v1/tournaments/matches/open") == []
