"""Text in, JSON objects out, and back. Pure; no socket in sight."""

import json
from typing import Any, NoReturn

from auth_match.realtime.errors import MalformedFrame
from auth_match.runtime.parser import holds_unstorable_text


def parse(text: str | None) -> dict[str, Any]:
    """One frame's object. MalformedFrame for anything else: binary, arrays, NaN, lone surrogates, NUL."""
    if text is None:
        raise MalformedFrame
    try:
        frame = json.loads(text, parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as error:
        raise MalformedFrame from error
    if not isinstance(frame, dict) or holds_unstorable_text(frame):
        raise MalformedFrame
    return frame


def render(frame: dict[str, Any], *, seq: int, re: str | int | None = None) -> str:
    """`seq` counts this socket's server frames from 1; `re` repeats the `id` of the command answered."""
    numbered = {**frame, "seq": seq}
    if re is not None:
        numbered["re"] = re
    return json.dumps(numbered, ensure_ascii=False, separators=(",", ":"))


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON (RFC 8259 6)")
