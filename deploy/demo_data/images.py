"""Seeded images, likes and votes, through image-community's own use cases and repositories."""

import asyncio
import io
import multiprocessing
import os
import random
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from typing import Any

from sqlalchemy import insert, select, update

from demo_data import pictures, story
from demo_data.record import DemoUser
from image_community.accounts.domain.removal import counts_to_subtract
from image_community.likes import repository as liking
from image_community.models import ImageLike, ImagePost, TournamentVote
from image_community.posts import counters, file_moves, repository, service
from image_community.posts.domain.counts import Counts
from image_community.runtime.clock import utc_now
from image_community.runtime.database import Sessions, transaction
from image_community.runtime.locks import lock_account
from image_community.tournaments import repository as tournaments
from image_community.uploads.domain.container import Container
from image_community.uploads.domain.object_key import key_of
from image_community.uploads.encoder import Encoded
from image_community.uploads.files import ImageFiles

ROWS_AT_ONCE = 1000
Advance = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class _Author:
    user_id: int
    username: str


class _AlreadyEncoded:
    """In the place of the encoder: our own images need no check, and it charges and queues accounts."""

    def __init__(self, encoded: Encoded) -> None:
        self._encoded = encoded

    async def encode(self, *_: object) -> Encoded:
        return self._encoded


async def post(
    stores: tuple[Sessions, ImageFiles],
    users: Sequence[DemoUser],
    count: int,
    chance: random.Random,
    advance: Advance,
) -> None:
    """Post so many images, drawn by as many processes as there are cores, at times of the last days."""
    loop, turns = asyncio.get_running_loop(), asyncio.Semaphore(8)
    spawn = multiprocessing.get_context("spawn")  # a fork would share our connections

    async def one(pool: ProcessPoolExecutor, number: int) -> None:
        subject = pictures.SUBJECTS[number % len(pictures.SUBJECTS)]
        seed, user = chance.getrandbits(32), users[number % len(users)]
        values = story.fields(subject, chance)
        async with turns:
            drawn = await loop.run_in_executor(pool, pictures.webp, subject, seed)
            await _publish(stores, user, Encoded(*drawn), values)
        advance(1)

    with ProcessPoolExecutor(os.cpu_count(), mp_context=spawn) as pool:
        async with asyncio.TaskGroup() as tasks:
            for number in range(count):
                tasks.create_task(one(pool, number))
    await _spread(stores[0], users, chance)


async def _publish(
    stores: tuple[Sessions, ImageFiles], user: DemoUser, encoded: Encoded, values: dict[str, Any]
) -> None:
    await service.create_post(
        sessions=stores[0],
        files=stores[1],
        encoder=_AlreadyEncoded(encoded),
        author=_Author(user.id, user.username),
        original=service.Original(io.BytesIO(encoded.webp), Container.WEBP),
        fields=values,
    )


async def _spread(sessions: Sessions, users: Sequence[DemoUser], chance: random.Random) -> None:
    """The foreign key's cascade changes the counters' copies of the times, too."""
    async with transaction(sessions) as session:
        now = utc_now()
        for post_id in await session.scalars(_posts_of(users, ImagePost.id)):
            at = story.moment(now, chance)
            statement = update(ImagePost).where(ImagePost.id == post_id)
            await session.execute(statement.values(created_at=at, updated_at=at))


async def like_and_vote(
    sessions: Sessions, users: Sequence[DemoUser], chance: random.Random
) -> tuple[int, int]:
    """Insert likes and votes, and count them in the same transaction, as requests do; returns how many."""
    async with transaction(sessions) as session:
        columns = (ImagePost.id, ImagePost.user_id, ImagePost.created_at, ImagePost.model_key)
        rows = await session.execute(
            _posts_of(users, *columns, ImagePost.is_tournament_opt_in, ImagePost.model_name)
        )
        posts = [
            story.Post(post_id, author, at, key, is_in, story.MODELS.get(name, 0) + chance.gauss(0, 0.5))
            for post_id, author, at, key, is_in, name in rows
        ]
        ids, now = [user.id for user in users], utc_now()
        likes, votes = story.likes(posts, ids, now, chance), story.votes(posts, ids, now, chance)
        for model, written in ((ImageLike, likes), (TournamentVote, votes)):
            for start in range(0, len(written), ROWS_AT_ONCE):
                await session.execute(insert(model), written[start : start + ROWS_AT_ONCE])
        changes = counts_to_subtract(
            liked=[(row["image_post_id"], row["created_at"]) for row in likes],
            judged=[(row["winner_image_id"], row["loser_image_id"], row["created_at"]) for row in votes],
            since=await counters.share_watermark(session),
        )
        await counters.subtract(session, {each: _negative(counts) for each, counts in changes.items()})
    return len(likes), len(votes)


def _negative(counts: Counts) -> Counts:
    return Counts(**{name: -getattr(counts, name) for name in counters.COUNTED})


def _posts_of(users: Sequence[DemoUser], *columns: Any) -> Any:
    return select(*columns).where(ImagePost.user_id.in_([user.id for user in users])).order_by(ImagePost.id)


async def remove(sessions: Sessions, files: ImageFiles, user: DemoUser) -> None:
    """Delete everything of a user: the deletion of an account, but no sum of votes about its models is
    retained, and the files go at once."""
    async with transaction(sessions) as session:
        await lock_account(session, user.id)
        await repository.lock_posts_of(session, user.id)
        urls = (await session.scalars(_posts_of([user], ImagePost.image_url))).all()
        liked = await liking.remove_likes_of(session, user.id)
        judged = await tournaments.remove_votes_about(session, user.id)
        await liking.remove_likes_for(session, user.id)
        await tournaments.remove_matches_of(session, user.id)
        since = await counters.share_watermark(session)
        await counters.subtract(session, counts_to_subtract(liked=liked, judged=judged, since=since))
        await repository.remove_posts_of(session, user.id)
    for url in urls:  # interrupted here, the worker does the rest: its list was written above
        await file_moves.move_file(sessions=sessions, files=files, key=key_of(url))
