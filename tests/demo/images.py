"""The second half: pictures, likes, a tournament, the day's ranking, and votes that are refused."""

import asyncio
import uuid
from typing import Any
from urllib.parse import urlsplit

from tests.demo.people import Say, guest
from tests.people.person import Person, expect
from tests.people.pictures import picture


async def share_and_compete(one: Person, other: Person, say: Say) -> None:
    mine = [await one.post_image(picture(suffix), f"a {suffix[1:]} gradient") for suffix in (".jpg", ".png")]
    theirs = [await other.post_image(picture(".webp"), "a webp gradient")]
    for image in (*mine, *theirs):
        served = await one.http.get(urlsplit(image["image_url"]).path)  # wherever this system is reached
        expect(served, 200)
        assert served.headers["content-type"] == "image/webp", served.headers
    say("uploaded", f"{len(mine) + len(theirs)} pictures (JPEG, PNG, WebP), served again as WebP")
    await _like(one, other, mine[0], theirs[0], say)
    scores = {mine[0]["id"]: 1, mine[1]["id"]: 0, theirs[0]["id"]: 1}
    async with guest("judge") as judge:  # a third person: one's own pictures are never offered
        winner = await _vote(judge, say)
        if winner in scores:  # on a system with other pictures the match may have been between those
            scores[winner] += 1
        await _check_ranking(one, scores, say)
    await _check_refusals(one, say)


async def _like(one: Person, other: Person, mine: dict[str, Any], theirs: dict[str, Any], say: Say) -> None:
    await other.post(f"/api/v1/images/{mine['id']}/like", status=201)
    await other.post(f"/api/v1/images/{mine['id']}/like", status=200)
    await one.post(f"/api/v1/images/{theirs['id']}/like", status=201)
    status = await other.get(f"/api/v1/images/{mine['id']}/like/status")
    assert status["is_liked"], status
    assert status["like_count"] == 1, status
    say("liked", "each other's picture; a second like counts once")


async def _vote(judge: Person, say: Say) -> int:
    """Judges a pair; returns the winner's id."""
    match = await judge.get("/api/v1/tournaments/match")
    first, second = match["images"]
    ballot = {
        "match_id": match["match_id"],
        "winner_image_id": first["id"],
        "loser_image_id": second["id"],
    }
    vote = await judge.post("/api/v1/tournaments/vote", status=201, json=ballot)
    again = await judge.post("/api/v1/tournaments/vote", status=200, json=ballot)
    assert again["vote_id"] == vote["vote_id"], (vote, again)
    say("tournament", f"image {first['id']} beat {second['id']}; the same vote again counts once")
    return int(first["id"])


async def _check_ranking(person: Person, scores: dict[int, int], say: Say) -> None:
    """The pictures of this story have just the scores that the story gave them, and the order is right."""
    top = await person.get("/api/v1/images/feed/top-24h?limit=50")
    shown = {entry["id"]: entry["total_score"] for entry in top if entry["id"] in scores}
    assert shown, f"none of {scores} among the first 50"
    assert shown.items() <= scores.items(), f"{shown} instead of {scores}"
    order = [(-entry["total_score"], entry["rank"]) for entry in top]
    assert order == sorted(order), top
    say("top of 24 hours", ", ".join(f"image {image}: {score}" for image, score in shown.items()))


async def _check_refusals(person: Person, say: Say) -> None:
    async with guest("stranger") as stranger:
        match = await stranger.get("/api/v1/tournaments/match")
        first, second = match["images"]
        ballot = {"winner_image_id": first["id"], "loser_image_id": second["id"]}
        foreign, unknown = await asyncio.gather(
            person.ask("POST", "/api/v1/tournaments/vote", json={**ballot, "match_id": match["match_id"]}),
            person.ask("POST", "/api/v1/tournaments/vote", json={**ballot, "match_id": str(uuid.uuid4())}),
        )
        expect(foreign, 403)
        expect(unknown, 410)
        say(
            "refused votes",
            f"another's match: {foreign.json()['code']}; an expired one: {unknown.json()['code']}",
        )
