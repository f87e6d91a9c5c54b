"""A report with a block takes effect at once; staff reads it and suspends the other user everywhere."""

import asyncio

import pytest
from tests.people.meeting import in_a_room, offered
from tests.people.person import Person, expect
from tests.people.refusal import image_community_refuses, socket_closes
from tests.people.sockets import match_socket, voice_socket
from tests.people.staff import Staff

REPORTS = "/api/match/reports/"
Couple = tuple[Person, Person]


async def test_report_ends_the_call_and_blocks(couple: Couple) -> None:
    alice, bob = couple
    async with match_socket(alice) as first, match_socket(bob) as second:
        room = await in_a_room(first, second)
        async with voice_socket(bob, room) as voice:
            body = {"username": bob.username, "reason": "harassment"}
            assert (await alice.post(REPORTS, status=201, json=body))["blocked"] is True
            assert await voice.closed() == 4410
    assert [row["username"] for row in await alice.get("/api/match/blocks/")] == [bob.username]


@pytest.mark.usefixtures("system")
async def test_suspended_person_is_refused_everywhere_and_the_partner_freed(couple: Couple) -> None:
    alice, bob = couple
    async with match_socket(alice) as first, match_socket(bob) as second, await Staff.hired() as staff:
        await offered(first, second)
        body = {"user_id": bob.id, "reason": "hate", "details": "What he said.", "block": False}
        filed = await alice.post(REPORTS, status=201, json=body)
        queue = await staff.page("/admin/matching/report/")
        assert bob.username in queue
        assert "What he said." in queue
        await staff.act_on_report("suspend", filed["id"])
        done = asyncio.get_running_loop().time()
        expect(await bob.ask("GET", "/api/auth/profile/"), 401)
        await asyncio.gather(socket_closes(second, done), image_community_refuses(bob, done))
        freed = await first.expect("match_cancelled")
        assert (freed["reason"], freed["from"], freed["requeued"]) == ("partner_left", bob.username, True)
    expect(await bob.http.post("/api/auth/token/refresh/", json={"refresh": bob.refresh}), 401)


async def test_report_needs_a_reason(alice: Person, bob: Person) -> None:
    refused = await alice.post(REPORTS, status=422, json={"user_id": bob.id})
    assert refused["errors"][0]["field"] == "reason"
