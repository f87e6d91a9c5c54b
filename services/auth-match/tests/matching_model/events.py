"""The scripts' events in the model's form."""

from collections.abc import Callable
from typing import Any

from matching_model.state import SECOND, Event


def told(event: dict[str, Any]) -> Event:
    """The kind, then what each kind tells."""
    return (event["type"], *READERS[event["type"]](event))


def _person(told_id: str | None) -> int | None:
    return int(told_id) if told_id else None


def _match(event: dict[str, Any]) -> str:
    return str(event["offer"]["match_id"])


def _closed(event: dict[str, Any]) -> Event:
    requeued = tuple(int(user) for user in event["requeued"])
    return (_match(event), event["reason"], _person(event.get("by")), requeued)


READERS: dict[str, Callable[[dict[str, Any]], Event]] = {
    "joined": lambda e: (int(e["user"]), round(float(e["queued_at"]) * SECOND), e["waiting"]),
    "offered": lambda e: (int(e["offer"]["from_user"]), int(e["offer"]["to_user"])),
    "answered": lambda e: (_match(e), int(e["user"]), e["response"]),
    "matched": lambda e: (_match(e), e["room"]),
    "closed": _closed,
    "widened": lambda e: (int(e["user"]), e["age_min"], e["age_max"]),
    "left": lambda e: (int(e["user"]), e["reason"]),
    "room_closed": lambda e: (e["room"], _person(e.get("by"))),
    "seat_freed": lambda e: (e["room"], int(e["user"])),
}
