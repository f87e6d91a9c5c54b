"""The required location of a file."""

import pytest

from image_community.posts.domain.file_location import FileLocation, required_location


@pytest.mark.parametrize(
    ("is_shown", "is_kept", "place"),
    [
        (True, True, FileLocation.PUBLIC),
        (True, False, FileLocation.PUBLIC),
        (False, True, FileLocation.WITHHELD),
        (False, False, FileLocation.NONE),
    ],
)
def test_location_depends_on_the_posts(is_shown, is_kept, place):
    assert required_location(is_shown=is_shown, is_kept=is_kept) is place
