"""What goes from the counters is what the rows were."""

from hypothesis import given
from hypothesis import strategies as st

from image_community.accounts.domain.removal import taken_away

images = st.integers(1, 9)
likes = st.lists(images)
votes = st.lists(st.tuples(images, images).filter(lambda pair: pair[0] != pair[1]))


@given(likes, votes)
def test_each_row_is_taken_away_once(liked, judged):
    changes = taken_away(liked=liked, judged=judged)
    assert changes.keys() == {*liked, *(image for pair in judged for image in pair)}
    for image, counts in changes.items():
        assert counts.likes == liked.count(image)
        assert counts.wins == sum(winner == image for winner, _ in judged)
        assert counts.losses == sum(loser == image for _, loser in judged)


def test_nothing_takes_nothing():
    assert not taken_away(liked=[], judged=[])
