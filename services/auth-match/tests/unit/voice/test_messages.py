"""Signals are relayed with their checked fields and the sender; other messages are refused."""

import json
from pathlib import Path
from typing import Any, get_args

import pytest
from pydantic import ValidationError

from auth_match.voice import messages

CONTRACT = json.loads(
    (Path(__file__).parents[5] / "contracts" / "realtime_messages.schema.json").read_text(encoding="utf-8")
)


@pytest.mark.parametrize(
    "frame",
    [
        {"type": "offer", "offer": {"type": "offer", "sdp": "v=0"}},
        {"type": "answer", "answer": {"type": "answer", "sdp": "v=0"}},
        {"type": "ice-candidate", "candidate": None},
        {"type": "ice-candidate", "candidate": {"candidate": "c", "sdpMid": "0", "sdpMLineIndex": 0}},
    ],
)
def test_signal_is_relayed_unchanged(frame: dict[str, Any]) -> None:
    message = messages.MESSAGES.validate_python({**frame, "id": 1, "from": "mallory", "more": 1})
    assert messages.relayed(message, sender="alice") == {**frame, "from": "alice"}


@pytest.mark.parametrize(
    "frame",
    [
        {"type": "offer", "offer": {"type": "answer", "sdp": "v=0"}},
        {"type": "offer"},
        {"type": "offer", "offer": {"type": "offer", "sdp": "v" * 16_001}},
        {"type": "ice-candidate"},
        {"type": "ice-candidate", "candidate": {"candidate": "c", "sdpMLineIndex": 1e99}},
        {"type": "hack"},
    ],
)
def test_anything_else_is_refused(frame: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        messages.MESSAGES.validate_python(frame)


def test_answerer_is_the_polite_peer() -> None:
    assert messages.role_assignment(offers=True)["polite"] is False
    assert messages.role_assignment(offers=False) == {
        "type": "role_assignment",
        "role": "answer",
        "polite": True,
    }


def test_every_type_of_the_contract_is_a_message() -> None:
    promised = {each["properties"]["type"]["const"] for each in CONTRACT["$defs"]["voice_client"]["oneOf"]}
    classes = get_args(messages.Message)
    assert {get_args(each.model_fields["type"].annotation)[0] for each in classes} == promised
