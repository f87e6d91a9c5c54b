"""What to subtract from the counters when the likes of a user and the votes about a user are deleted."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime

from image_community.posts.domain.counts import Counts


def counts_to_subtract(
    *,
    liked: Iterable[tuple[int, datetime]],
    judged: Iterable[tuple[int, int, datetime]],
    since: datetime | None,
) -> Mapping[int, Counts]:
    """By image id. `liked`: image and time of each like; `judged`: winner, loser and time of each vote.

    `since`: the start of the ranking's window; older events are outside it. None: the window is empty.
    """
    changes: defaultdict[int, Counts] = defaultdict(Counts)
    for image_id, at in liked:
        changes[image_id].likes += 1
        changes[image_id].recent_likes += since is not None and at >= since
    for winner_id, loser_id, at in judged:
        changes[winner_id].wins += 1
        changes[winner_id].recent_wins += since is not None and at >= since
        changes[loser_id].losses += 1
    return changes
