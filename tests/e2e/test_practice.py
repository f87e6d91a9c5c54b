"""`make practice` beside users of the API: which users it meets, under which name, and what is left of it."""

import json
import signal

from tests.people.person import Person
from tests.people.practice import names_of_partners, practice
from tests.people.sockets import match_socket
from tests.system import NativeSystem


async def test_user_who_says_not_now_meets_another_partner_at_the_next_join(
    alice: Person, system: NativeSystem
) -> None:
    """Each partner fits what the user asks for; what SIGTERM interrupts is deleted, too."""
    async with practice("--age", "40") as partner, match_socket(alice) as socket:
        await partner.says("Waits for a user.")
        await _asks_for(alice, 18, 99, "any")
        await socket.act("join_queue")
        first = await socket.expect("match_found")
        assert first["partner_age"] == 40
        assert [first["partner"]] == await names_of_partners(system)
        await partner.says(f"Meets {alice.username}.")
        await socket.act("respond", response="reject")
        await partner.says(f"{alice.username} says: not now.")
        await partner.says("Waits for a user.")
        await _asks_for(alice, 60, 62, "female")
        await socket.act("join_queue")
        second = await socket.expect("match_found")
        assert (second["partner_age"], second["partner_gender"]) == (60, "female")
        assert second["partner"] != first["partner"]
        await partner.says(f"Meets {alice.username}.")
        await partner.ends(by=signal.SIGTERM)
        cancelled = await socket.expect("match_cancelled", reason="partner_left")
        assert cancelled["requeued"]
    assert await names_of_partners(system) == []
    assert not (system.settings.data / "practice.json").exists()


async def _asks_for(person: Person, youngest: int, oldest: int, gender: str) -> None:
    changes = {"age_min": youngest, "age_max": oldest, "preferred_gender": gender}
    await person.patch("/api/match/settings/", json=changes)


async def test_what_a_killed_partner_left_is_deleted_at_the_next_start(
    alice: Person, system: NativeSystem
) -> None:
    async with practice() as partner, match_socket(alice) as socket:
        await socket.act("join_queue")
        await socket.expect("match_found")
        partner.process.kill()
    (left,) = await names_of_partners(system)
    kept = json.loads((system.settings.data / "practice.json").read_text())
    assert [each["username"] for each in kept["users"]] == [left]
    async with practice() as partner:
        await partner.says("Waits for a user.")
        assert await names_of_partners(system) == []
        await partner.ends(by=signal.SIGINT)


async def test_second_partner_and_a_system_that_is_not_local_are_refused() -> None:
    async with practice() as first:
        await first.says("Waits for a user.")
        async with practice() as second:
            await second.says("A practice partner of this system runs already.")
            assert await second.process.wait() == 1
    async with practice(MARU_PUBLIC_URL="https://maru.example") as refused:
        await refused.says("This is for a local system; this one serves https://maru.example.")
        assert await refused.process.wait() == 1
