"""What every cross-service test starts from: the running system, and people who are signed up on it."""

import itertools
from collections.abc import AsyncIterator

import pytest

from tests.people.meeting import only_for_each_other
from tests.people.person import MakePerson, Person
from tests.system import NativeSystem


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


# Ages of their own in each test: whoever of an earlier test still leaves the queue fits nobody of this one.
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
