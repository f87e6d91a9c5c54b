"""The counters decrease by the deleted rows."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from image_community.accounts.domain.removal import counts_to_subtract

START = datetime(2026, 6, 1, tzinfo=UTC)
images = st.integers(1, 9)
moments = st.integers(-2, 2).map(lambda hours: START + timedelta(hours=hours))
likes = st.lists(st.tuples(images, moments))
votes = st.lists(st.tuples(images, images, moments).filter(lambda vote: vote[0] != vote[1]))


@given(likes, votes)
def test_each_row_is_subtracted_once(liked, judged):
    changes = counts_to_subtract(liked=liked, judged=judged, since=START)
    assert changes.keys() == {image for image, _ in liked} | {image for vote in judged for image in vote[:2]}
    for image, counts in changes.items():
        assert counts.likes == sum(liked_image == image for liked_image, _ in liked)
        assert counts.wins == sum(winner == image for winner, _, _ in judged)
        assert counts.losses == sum(loser == image for _, loser, _ in judged)


@given(likes, votes)
def test_events_outside_the_window_are_not_subtracted_from_it(liked, judged):
    for image, counts in counts_to_subtract(liked=liked, judged=judged, since=START).items():
        assert counts.recent_likes == sum(each == image and at >= START for each, at in liked)
        assert counts.recent_wins == sum(winner == image and at >= START for winner, _, at in judged)


@given(likes, votes)
def test_without_a_window_no_event_is_in_it(liked, judged):
    for counts in counts_to_subtract(liked=liked, judged=judged, since=None).values():
        assert (counts.recent_likes, counts.recent_wins) == (0, 0)


def test_no_rows_subtract_nothing():
    assert not counts_to_subtract(liked=[], judged=[], since=START)
