"""The AsyncAPI document of both sockets, from the frames' schema and docs/realtime-protocol.md.

Source: https://www.asyncapi.com/docs/reference/specification/v3.0.0.
Its operations are the server's: `receive` is what a client sends.
"""

import json
from typing import Any

from docs_pages.frames import WHAT_TO_DO, Schema, example_of
from docs_pages.protocol import close_codes, sections, without_tables
from native.settings import ROOT

FRAMES = ROOT / "contracts/realtime_messages.schema.json"
ROOM = {"room": {"description": "From `match_success`, or `room` of `state`."}}
SOCKETS: dict[str, dict[str, Any]] = {
    "match": {"address": "/ws/match/", "title": "Matching"},
    "voice": {"address": "/ws/voicechat/{room}/", "title": "Signaling of a call", "parameters": ROOM},
}
DIRECTIONS = {"client": "receive", "server": "send"}


def document() -> dict[str, Any]:
    """AsyncAPI 3.0.0."""
    frames = json.loads(FRAMES.read_text(encoding="utf-8"))
    rules = sections()
    messages = dict(pair for group, schemas in _groups(frames) for pair in _messages(group, schemas))
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": "Maru: the two sockets",
            "version": "1",
            "description": f"{frames['description']}\n\n## Opening a socket\n\n{rules['Opening a socket']}"
            f"\n\n## Rules of all frames\n\n{rules['Frames']}",
        },
        "defaultContentType": "application/json",
        "channels": {name: _channel(name, socket, messages, rules) for name, socket in SOCKETS.items()},
        "operations": {
            f"{name}_{side}": _operation(name, side, messages) for name in SOCKETS for side in DIRECTIONS
        },
        "components": {"messages": messages},
        "x-close-codes": close_codes(),
    }


def _groups(frames: Schema) -> list[tuple[str, list[Schema]]]:
    return [(group, definition["oneOf"]) for group, definition in frames["$defs"].items()]


def _messages(group: str, schemas: list[Schema]) -> list[tuple[str, dict[str, Any]]]:
    return [(key, _message(key, schema)) for schema in schemas for key in [f"{group}.{_name_of(schema)}"]]


def _name_of(schema: Schema) -> str:
    properties = schema["properties"]
    return str((properties.get("action") or properties["type"])["const"])


def _message(key: str, schema: Schema) -> dict[str, Any]:
    message: dict[str, Any] = {
        "name": _name_of(schema),
        "summary": schema["description"],
        "payload": {name: each for name, each in schema.items() if name != "description"},
        "examples": [{"payload": example_of(key, schema)}],
    }
    if key in WHAT_TO_DO:
        message["x-what-to-do"] = WHAT_TO_DO[key]
    return message


def _channel(
    name: str, socket: dict[str, Any], messages: dict[str, Any], rules: dict[str, str]
) -> dict[str, Any]:
    mine = [key for key in messages if key.startswith(f"{name}_")]
    return {
        **socket,
        "description": without_tables(rules[socket["address"]]),
        "messages": {key: {"$ref": f"#/components/messages/{key}"} for key in mine},
        "bindings": {"ws": {"method": "GET"}},
    }


def _operation(name: str, side: str, messages: dict[str, Any]) -> dict[str, Any]:
    mine = [key for key in messages if key.startswith(f"{name}_{side}.")]
    return {
        "action": DIRECTIONS[side],
        "channel": {"$ref": f"#/channels/{name}"},
        "summary": "What a client sends" if side == "client" else "What the server sends",
        "messages": [{"$ref": f"#/channels/{name}/messages/{key}"} for key in mine],
    }
