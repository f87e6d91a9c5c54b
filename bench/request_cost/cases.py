"""What is measured: a request of ours, its floor, and the bar between them."""

import json
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import count, cycle
from typing import Generic, TypeVar
from uuid import UUID, uuid4

import jwt
from tests.people.person import Person

from bench.request_cost import filling
from bench.request_cost.load import Request

API = "/api/v1"
PEOPLE = 8
VOTES_A_ROUND = 400
T = TypeVar("T")
IMAGES, ACCOUNTS = "image-community", "auth-match"


@dataclass(frozen=True, slots=True)
class Case:
    """`ours` and `floor` make an endless (for writes: a long) stream of requests; `limit` is ours : floor."""

    name: str
    service: str
    limit: float | None
    ours: Callable[[], Iterator[Request]]
    floor: Callable[[], Iterator[Request]]
    most: int | None = None  # requests in a round


class Taken(Generic[T]):
    """Things that are taken one by one, and given back in the same order."""

    def __init__(self, things: Sequence[T]) -> None:
        self._things = iter(things)
        self._taken: list[T] = []

    def take(self) -> Iterator[T]:
        """The next ones."""
        for thing in self._things:
            self._taken.append(thing)
            yield thing

    def give_back(self) -> Iterator[T]:
        """Those taken so far."""
        yield from self._taken


@dataclass(frozen=True, slots=True)
class Match:
    """An issued match: who may vote, and on what."""

    person: Person
    match_id: str
    image_ids: tuple[int, int]

    def vote(self) -> Request:
        """For the first image."""
        winner, loser = self.image_ids
        ballot = {"match_id": self.match_id, "winner_image_id": winner, "loser_image_id": loser}
        body = json.dumps(ballot).encode()
        return Request("POST", f"{API}/tournaments/vote", self.person.bearer, body)


@dataclass(frozen=True, slots=True)
class World:
    """The people who ask, and the posts they ask for."""

    people: Sequence[Person]
    posts: int
    cursors: Sequence[str]
    matches: Sequence[Match]

    def cases(self) -> list[Case]:
        """All, in the order of the table."""
        return [*self._reads(), *self._writes(), *self._accounts()]

    def _reads(self) -> list[Case]:
        ids = filling.ids(self.posts, seed=1)
        one = [(f"/images/{n}", f"/image/{n}") for n in ids]
        pages = [(f"/images?cursor={each}", f"/after?cursor={each}") for each in self.cursors]
        return [
            self._read("GET image, token", 2.5, one),
            self._read("GET image, guest", None, one, is_guest=True),
            self._read("list of 20 by cursor", 2.5, pages),
            self._read("top-24h", 2.5, [("/images/feed/top-24h", "/top")]),
            self._read("random 20", 2.5, [("/images/feed/random", "/random")]),
            self._read("like status", None, [(f"/images/{n}/like/status", f"/likes/{n}") for n in ids]),
        ]

    def _read(
        self, name: str, limit: float | None, paths: Sequence[tuple[str, str]], *, is_guest: bool = False
    ) -> Case:
        headers = cycle([{} if is_guest else each.bearer for each in self.people])
        return Case(
            name,
            IMAGES,
            limit,
            lambda: (Request("GET", API + ours, next(headers)) for ours, _ in cycle(paths)),
            lambda: (Request("GET", floor, next(headers)) for _, floor in cycle(paths)),
        )

    def _writes(self) -> list[Case]:
        """Each post is liked once; then the likes are taken back in the same order."""
        order = filling.ids(self.posts, seed=2)
        ours = [(f"{API}/images/{n}/like", p.bearer) for n, p in zip(order, cycle(self.people), strict=False)]
        floor = [f"{900_000 + n % PEOPLE}/{post_id}" for n, post_id in enumerate(order)]
        liked, bare = Taken(ours), Taken(floor)
        return [
            Case(
                "like",
                IMAGES,
                2.5,
                lambda: (Request("POST", path, headers) for path, headers in liked.take()),
                lambda: (Request("POST", f"/like/{path}") for path in bare.take()),
            ),
            Case(
                "unlike",
                IMAGES,
                2.5,
                lambda: (Request("DELETE", path, headers) for path, headers in liked.give_back()),
                lambda: (Request("POST", f"/unlike/{path}") for path in bare.give_back()),
            ),
            self._votes(),
        ]

    def _votes(self) -> Case:
        ours = (match.vote() for match in self.matches)
        others = random.Random(3)
        half = self.posts // 2  # even ids take part
        pairs = ((2 * others.randrange(1, half), 2 * others.randrange(1, half)) for _ in count())
        floor = (
            Request("POST", f"/vote/{900_000 + n % PEOPLE}/{uuid4()}/{winner}/{loser}")
            for n, (winner, loser) in enumerate(pairs)
            if winner != loser
        )
        return Case("vote", IMAGES, 2.5, lambda: ours, lambda: floor, VOTES_A_ROUND)

    def _accounts(self) -> list[Case]:
        def sid(person: Person) -> UUID:
            claims = jwt.decode(person.access, options={"verify_signature": False})
            return UUID(claims["sid"])

        def case(name: str, limit: float, path: str, floor: str) -> Case:
            named = [f"/{floor}/{each.id}/{sid(each)}/" for each in self.people]
            return Case(
                name,
                ACCOUNTS,
                limit,
                lambda: (Request("GET", path, each.bearer) for each in cycle(self.people)),
                lambda: (Request("GET", each) for each in cycle(named)),
            )

        return [
            case("profile", 2.0, "/api/auth/profile/", "profile"),
            case("match settings", 2.0, "/api/match/settings/", "settings"),
        ]
