"""What every cross-service test starts from: the running system, and people who are signed up on it."""

import itertools
import os
from collections.abc import AsyncIterator, Iterator

import asyncpg  # type: ignore[import-untyped]  # ships no annotations
import pytest

from native.settings import NativeSettings
from native.throw_away import throw_away_system
from tests.people.meeting import only_for_each_other
from tests.people.person import MakePerson, Person
from tests.system import NativeSystem

IS_LONG = os.environ.get("MARU_TRIALS") == "long"

# Short times, so that a trial sees their ends, and nothing that slows one address or person down.
# `make test` may run on a busy machine, where both must still come to answer an offer in time.
QUICK = {
    "MATCH_OFFER_SECONDS": "4" if IS_LONG else "10",
    "MATCH_REJECT_COOLDOWN_SECONDS": "2",
    "MATCH_REMATCH_COOLDOWN_SECONDS": "0",
    "VOICE_JOIN_SECONDS": "60",
    "AUTH_MATCH_LIMIT_SIGN_UP_PER_IP": "100000/60",
    "AUTH_MATCH_LIMIT_WS_TICKET_PER_IP": "100000/60",
    "MATCH_LIMIT_JOIN": "100000/60",
    # one system fewer to start: no trial with these settings has staff (tests/e2e/test_second_factor.py)
    "AUTH_MATCH_STAFF_SECOND_FACTOR": "required",
}


@pytest.fixture
async def make_person() -> AsyncIterator[MakePerson]:
    people: list[Person] = []

    async def make(prefix: str, *, age: int = 30, gender: str = "female") -> Person:
        person = await Person.sign_up(prefix, age=age, gender=gender)
        people.append(person)
        return person

    yield make
    for person in people:
        await person.aclose()


# Ages of their own in each test: no user of an earlier one, still leaving the queue, is compatible with them.
_turn = itertools.count()


@pytest.fixture
async def alice(make_person: MakePerson) -> Person:
    return await make_person("alice", age=18 + next(_turn) % 40, gender="female")


@pytest.fixture
async def bob(make_person: MakePerson) -> Person:
    return await make_person("bob", age=58 + next(_turn) % 41, gender="male")


@pytest.fixture
async def charlie(make_person: MakePerson) -> Person:
    return await make_person("charlie", age=99, gender="male")


@pytest.fixture
async def couple(alice: Person, bob: Person) -> tuple[Person, Person]:
    """Alice and Bob, who want each other's age and gender."""
    await only_for_each_other(alice, bob)
    return alice, bob


@pytest.fixture
async def system() -> NativeSystem:
    """The native system of `make test`, whole, for tests that look behind the gateway or kill something."""
    system = NativeSystem.from_environment()
    await system.ready()
    return system


@pytest.fixture
async def db(system: NativeSystem) -> AsyncIterator[asyncpg.Connection]:
    """The running image-community's own database, past the service."""
    connection = await asyncpg.connect(
        host="127.0.0.1",
        port=system.settings.ports.postgres,
        user="postgres",
        password=(system.settings.secrets / "postgres_password").read_text(),
        database="image_community",
    )
    yield connection
    await connection.close()


@pytest.fixture(scope="session")
def _quick_settings() -> Iterator[NativeSettings]:
    print(f"A system of its own with {QUICK}")  # noqa: T201 - what a trial changes is printed
    with throw_away_system({**os.environ, **QUICK}) as settings:
        yield settings


@pytest.fixture
async def quick_system(_quick_settings: NativeSettings, monkeypatch: pytest.MonkeyPatch) -> NativeSystem:
    """A second system with the times of QUICK; people made meanwhile are its people."""
    monkeypatch.setenv("MARU_BASE_URL", f"http://127.0.0.1:{_quick_settings.ports.gateway}")
    system = NativeSystem(_quick_settings)
    await system.ready()
    return system
