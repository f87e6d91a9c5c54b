"""The smallest run of `make chaos-match`."""

from tests.chaos.checker import check
from tests.chaos.history import Times
from tests.chaos.run import Size, run
from tests.chaos.witness import Witness
from tests.conftest import QUICK
from tests.system import NativeSystem

TIMES = Times(
    cooldown=float(QUICK["MATCH_REJECT_COOLDOWN_SECONDS"]), room_join=float(QUICK["VOICE_JOIN_SECONDS"])
)


async def test_some_people_at_random_amid_faults(quick_system: NativeSystem) -> None:
    size = Size(people=10, seconds=10, fault_every=4)
    async with quick_system.redis() as client:
        witness = Witness(quick_system, client)
        crowd = await run(size, 1, quick_system, witness, TIMES, lambda *_: None)
    await crowd.aclose()
    history = crowd.history
    assert check(history) == []
    assert {"kill", "cut"} <= {entry.kind for entry in history.entries}
    assert {"joined", "offered", "closed"} <= {event["type"] for event in history.events}
