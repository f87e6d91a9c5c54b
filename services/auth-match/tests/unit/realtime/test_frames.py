"""Text in, one JSON object out, or MalformedFrame."""

import json

import pytest

from auth_match.realtime import frames
from auth_match.realtime.errors import MalformedFrame


def test_object_is_accepted() -> None:
    assert frames.parse('{"action": "ping"}') == {"action": "ping"}


@pytest.mark.parametrize(
    "text",
    [
        None,
        "",
        "x",
        "[]",
        "5",
        "null",
        '{"a": NaN}',
        '{"a": Infinity}',
        r'{"a": "\ud800"}',
        r'{"\u0000": 1}',
        r'{"a": [{"b": "\u0000"}]}',
        "[" * 8_000,
        '{"a":' * 3_000 + "1" + "}" * 3_000,
    ],
)
def test_anything_else_is_malformed(text: str | None) -> None:
    with pytest.raises(MalformedFrame):
        frames.parse(text)


def test_frames_are_numbered_and_responses_repeat_the_id() -> None:
    assert json.loads(frames.render({"type": "pong"}, seq=3, re="x")) == {"type": "pong", "seq": 3, "re": "x"}
    assert json.loads(frames.render({"type": "pong"}, seq=4)) == {"type": "pong", "seq": 4}
