"""What goes from the counters when a user's likes, and the votes about a user, go."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from image_community.posts.domain.counts import Counts


def taken_away(*, liked: Iterable[int], judged: Iterable[tuple[int, int]]) -> Mapping[int, Counts]:
    """By image id. `liked`: the image of each like; `judged`: winner and loser of each vote."""
    changes: defaultdict[int, Counts] = defaultdict(Counts)
    for image_id in liked:
        changes[image_id].likes += 1
    for winner_id, loser_id in judged:
        changes[winner_id].wins += 1
        changes[loser_id].losses += 1
    return changes
