"""Every operation of both documents, asked as a guest or as a user who has images and a user to block."""

import asyncio
from collections.abc import Callable
from typing import Any

from tests.people.person import Person, base_url
from tests.people.pictures import picture
from tests.trials.schema.fuzz import DOCUMENTS, Known, Seen, fuzzed, operations

GUEST, USER = "a guest", "a user"
CALLERS = (GUEST, USER)
ENDS_SESSIONS = "POST /api/auth/logout-all/"


def operation_names(url: str) -> list[str]:
    return [each.label for document in DOCUMENTS for each in operations(url, document)]


async def run(
    caller: str, *, examples: int, after_each: Callable[[], None] = lambda: None
) -> dict[str, Seen]:
    """By name of the operation."""
    seen: dict[str, Seen] = {}
    user, other = await Person.sign_up("schema"), await Person.sign_up("other")
    try:
        for operation in await asyncio.to_thread(_all_operations):
            seen[operation.label] = await _asked(operation, caller, user, other, examples)
            after_each()
            if operation.label == ENDS_SESSIONS:
                await user.aclose()
                user = await Person.sign_up("schema")
    finally:
        await user.aclose()
        await other.aclose()
    return seen


def _all_operations() -> list[Any]:
    return [each for document in DOCUMENTS for each in operations(base_url(), document)]


async def _asked(operation: Any, caller: str, user: Person, other: Person, examples: int) -> Seen:
    known: Known = {"user_id": [user.id, other.id]}
    if "{image_id}" in operation.path:  # new ones: an operation before may have deleted them
        posts = [await author.post_image(_small_picture(), "to be asked for") for author in (user, other)]
        known = {"image_id": [int(post["id"]) for post in posts]}
    return await asyncio.to_thread(
        fuzzed,
        operation,
        base_url=base_url(),
        examples=examples,
        headers=user.bearer if caller == USER else {},
        known=known,
    )


def _small_picture() -> bytes:
    return picture(".png", width=64, height=48)
