"""The syntax of an allowance."""

import pytest

from image_community.runtime.limits import Allowance


def test_tries_and_seconds():
    assert Allowance.parse("1000/600") == Allowance(tries=1000, seconds=600)


@pytest.mark.parametrize("text", ["", "5", "5/", "/5", "0/60", "5/0", "-1/60", "5 / 60", "5/60s", "٣/60"])
def test_anything_else_is_refused(text):
    with pytest.raises(ValueError, match="tries/seconds"):
        Allowance.parse(text)
