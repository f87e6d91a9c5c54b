"""Where a file belongs."""

import pytest

from image_community.posts.domain.place import Place, place_of


@pytest.mark.parametrize(
    ("is_shown", "is_kept", "place"),
    [
        (True, True, Place.PUBLIC),
        (True, False, Place.PUBLIC),
        (False, True, Place.WITHHELD),
        (False, False, Place.NOWHERE),
    ],
)
def test_a_file_lies_where_its_posts_want_it(is_shown, is_kept, place):
    assert place_of(is_shown=is_shown, is_kept=is_kept) is place
