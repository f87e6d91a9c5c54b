"""What the seeded images say, and who likes and prefers what: rows, drawn from a seed."""

import math
import random
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

DAYS = 6
LIKES_PER_IMAGE, VOTES_PER_IMAGE = 8, 8
TRIES = 6  # for a pair that the voter has not judged
# Model → how strong its images are. The last one is rare, so that its rank is provisional.
MODELS = {
    "Hanji Diffusion 2": 0.9,
    "Maru XL": 0.6,
    "Dancheong 1.5": 0.4,
    "Paper Lantern": 0.2,
    "Celadon v3": 0.1,
    "Ink & Rain": -0.1,
    "Onggi Turbo": -0.3,
    "Tidepool 7B": -0.5,
    "Kiln Preview": -0.8,
    "Moon Jar": 0.3,
}
MODEL_WEIGHTS = (12, 14, 10, 11, 10, 9, 9, 8, 6, 0.5)
OPENINGS = {
    "hills": ("겹겹이 쌓인 종이 산, {}", "layered paper-cut hills, {}", "안개 낀 능선, {}"),
    "moon": ("달항아리 같은 보름달, {}", "a full moon over quiet ridges, {}", "산 위의 달, {}"),
    "waves": ("종이로 오린 파도, {}", "cut-paper waves, {}", "밀려오는 물결, {}"),
    "weave": ("나무를 엮은 무늬, {}", "woven wooden strips, {}", "대청마루의 나뭇결, {}"),
}
ENDINGS = {
    True: ("새벽빛", "부드러운 그림자", "여름 저녁", "잔잔한 분위기", "따뜻한 색"),
    False: ("soft shadows", "first light", "muted colours", "a calm evening", "warm paper texture"),
}


@dataclass(frozen=True, slots=True)
class Post:
    """A seeded post; `strength`: how likely it is liked and preferred."""

    id: int
    user_id: int
    created_at: datetime
    model_key: str | None
    is_in_tournament: bool
    strength: float


def fields(subject: str, chance: random.Random) -> dict[str, Any]:
    """Prompt, model and tournament of an upload."""
    opening = chance.choice(OPENINGS[subject])
    ending = chance.choice(ENDINGS[not opening.isascii()])
    model = chance.choices(tuple(MODELS), MODEL_WEIGHTS)[0]
    return {
        "prompt": opening.format(ending),
        "model_name": model,
        "is_tournament_opt_in": chance.random() < 0.85,
    }


def likes(
    posts: Sequence[Post], user_ids: Sequence[int], now: datetime, chance: random.Random
) -> list[dict[str, Any]]:
    """Rows of image_likes: no user likes an image twice, and none before it is posted."""
    rows = []
    for post in posts:
        wanted = int(chance.expovariate(1 / (LIKES_PER_IMAGE * math.exp(post.strength / 2))))
        for user_id in chance.sample(user_ids, min(wanted, len(user_ids))):
            at = _between(post.created_at, now, chance)
            rows.append({"user_id": user_id, "image_post_id": post.id, "created_at": at})
    return sorted(rows, key=lambda row: row["created_at"])


def votes(
    posts: Sequence[Post], user_ids: Sequence[int], now: datetime, chance: random.Random
) -> list[dict[str, Any]]:
    """Rows of tournament_votes: no own image, no pair twice per voter; some images are shown seldom."""
    pool = [post for post in posts if post.is_in_tournament]
    shown = [chance.uniform(0.1, 2) for _ in pool]
    rows, seen = [], set()
    for _ in range(VOTES_PER_IMAGE * len(pool)):
        voter = chance.choice(user_ids)
        for _ in range(TRIES):
            left, right = chance.choices(pool, shown, k=2)
            pair = (voter, *sorted((left.id, right.id)))
            if left.id != right.id and voter not in (left.user_id, right.user_id) and pair not in seen:
                seen.add(pair)
                rows.append(_vote(voter, left, right, now, chance))
                break
    return sorted(rows, key=lambda row: row["created_at"])


def _vote(voter: int, left: Post, right: Post, now: datetime, chance: random.Random) -> dict[str, Any]:
    left_wins = chance.random() < 1 / (1 + math.exp(right.strength - left.strength))
    winner, loser = (left, right) if left_wins else (right, left)
    return {
        "match_id": str(uuid.UUID(int=chance.getrandbits(128), version=4)),
        "voter_id": voter,
        "winner_image_id": winner.id,
        "loser_image_id": loser.id,
        "winner_was_left": left_wins,
        "winner_model_key": winner.model_key,
        "loser_model_key": loser.model_key,
        "created_at": _between(max(left.created_at, right.created_at), now, chance),
    }


def moment(now: datetime, chance: random.Random) -> datetime:
    """A time of the last days."""
    return now - timedelta(days=DAYS) * chance.random()


def _between(since: datetime, until: datetime, chance: random.Random) -> datetime:
    return since + (until - since) * chance.random()
