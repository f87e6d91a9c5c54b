"""Text in, one JSON object out, or MalformedFrame."""

import json
from typing import Annotated, Any, Literal

import pytest
from pydantic import Field, TypeAdapter

from auth_match.realtime import frames
from auth_match.realtime.errors import InvalidFrame, MalformedFrame


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


class Ping(frames.ClientFrame):
    action: Literal["ping"]


class Answer(frames.ClientFrame):
    action: Literal["answer"]
    sdp: Annotated[str, Field(max_length=3)]


MESSAGES: TypeAdapter[Any] = TypeAdapter(Annotated[Ping | Answer, Field(discriminator="action")])


@pytest.mark.parametrize(
    ("frame", "sentence"),
    [
        ({}, "action: This field is required."),
        ({"action": "dance"}, "action: This must be one of: ping, answer."),
        ({"action": "answer"}, "sdp: This field is required."),
        ({"action": "answer", "sdp": None}, "sdp: This may not be null."),
        ({"action": "answer", "sdp": 7}, "sdp: This must be text."),
        ({"action": "answer", "sdp": "long"}, "sdp: This may have at most 3 characters."),
    ],
)
def test_refusal_names_the_field_and_says_what_it_must_be(frame: dict[str, Any], sentence: str) -> None:
    with pytest.raises(InvalidFrame) as refused:
        frames.parsed_as(MESSAGES, frame)
    assert refused.value.detail == sentence
