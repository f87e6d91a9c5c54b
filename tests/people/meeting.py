"""How two people come to a room, for every test that starts in one."""

import asyncio

from tests.people.person import Person
from tests.people.sockets import Socket


async def only_for_each_other(*people: Person) -> None:
    """Preferences by which these two find each other and, with ages of their own, no other."""
    for person, other in zip(people, reversed(people), strict=True):
        profile = await other.get("/api/auth/profile/")
        wishes = {"age_min": profile["age"], "age_max": profile["age"], "preferred_gender": profile["gender"]}
        await person.patch("/api/match/settings/", json=wishes)


async def offered(one: Socket, other: Socket) -> str:
    """Both join; returns the id of the offer that both received."""
    await one.expect("state")
    await other.expect("state")
    await one.act("join_queue")
    await one.expect("queue_joined")
    await other.act("join_queue")
    found = await asyncio.gather(one.expect("match_found"), other.expect("match_found"))
    assert found[0]["offer_id"] == found[1]["offer_id"]
    return str(found[0]["offer_id"])


async def still_wait(*sockets: Socket) -> None:
    """The scripts that put them into the queue made no offer."""
    for socket in sockets:
        assert (await socket.state_without("match_found"))["status"] == "queued"


async def in_a_room(one: Socket, other: Socket) -> str:
    """Both join and accept; returns the room's key."""
    await offered(one, other)
    await asyncio.gather(
        one.act("respond", response="accept"),
        other.act("respond", response="accept"),
    )
    success = await asyncio.gather(one.expect("match_success"), other.expect("match_success"))
    assert success[0]["room"] == success[1]["room"]
    return str(success[0]["room"])
