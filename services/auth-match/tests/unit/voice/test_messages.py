"""Signals are relayed with what was checked, and from whom; nothing else passes."""

from typing import Any

import pytest
from pydantic import ValidationError

from auth_match.voice import messages


@pytest.mark.parametrize(
    "frame",
    [
        {"type": "offer", "offer": {"type": "offer", "sdp": "v=0"}},
        {"type": "answer", "answer": {"type": "answer", "sdp": "v=0"}},
        {"type": "ice-candidate", "candidate": None},
        {"type": "ice-candidate", "candidate": {"candidate": "c", "sdpMid": "0", "sdpMLineIndex": 0}},
    ],
)
def test_signal_is_relayed_as_it_came(frame: dict[str, Any]) -> None:
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


def test_answerer_is_the_polite_one() -> None:
    assert messages.role_assignment(offers=True)["polite"] is False
    assert messages.role_assignment(offers=False) == {
        "type": "role_assignment",
        "role": "answer",
        "polite": True,
    }
