"""Users that a user never wants to meet again.

A block is durable once its row is committed; the queue in Redis follows at once. While Redis is away a block
still succeeds: no offer is made in that time, a later join reads the rows, and the queue is brought in line
within seconds of its return.
"""

from collections.abc import Sequence
from datetime import timedelta

import structlog
from django.conf import settings
from django.db import IntegrityError, transaction
from redis.exceptions import RedisError

from auth_match.accounts.errors import InvalidToken, UnknownUser
from auth_match.errors import FieldError, Invalid
from auth_match.matching.delivery.publisher import publish, publish_from_thread
from auth_match.matching.errors import TooManyBlocks
from auth_match.matching.models import Block, MatchSetting
from auth_match.matching.preferences import repository as preferences
from auth_match.matching.safety import repository
from auth_match.matching.state import store
from auth_match.matching.state.events import Event
from auth_match.runtime import clock
from auth_match.runtime.database import in_database_thread

log = structlog.get_logger(__name__)

# How long the process that took a block has to bring Redis in line before another does.
REPAIR_SECONDS = 2
BATCH = 100


def reject_self_target(*, user_id: int, other_id: int) -> None:
    """Invalid: a user can neither block nor report themselves."""
    if user_id == other_id:
        raise Invalid(errors=(FieldError("user_id", "yourself", "That is you."),))


def blocks_of(*, user_id: int) -> list[Block]:
    """The blocks that the user made, the latest first; `blocked` is loaded."""
    return list(repository.blocks_of(user_id))


def block(*, user_id: int, other_id: int) -> tuple[Block, bool]:
    """The block, and whether it is new. Invalid for oneself, UnknownUser, TooManyBlocks."""
    reject_self_target(user_id=user_id, other_id=other_id)
    row, is_new = _add(user_id, other_id)
    _enforce(user_id, other_id)  # also when it is old: the first request may have seen a failure
    return row, is_new


def unblock(*, user_id: int, other_id: int) -> None:
    """Takes the block back. Doing it again, or without a block, changes nothing."""
    repository.delete_block(user_id, other_id)
    # While Redis is away, the two stay excluded until the user leaves the queue: no harm is done.
    _enforce(user_id, other_id)


async def enforce_pending(*, repair_seconds: float = REPAIR_SECONDS) -> None:
    """Brings Redis in line with blocks it may not have: it was away, or the process died in between."""
    before = clock.now() - timedelta(seconds=repair_seconds)
    pairs = await in_database_thread(repository.unenforced_blocks, before=before, limit=BATCH)
    for user_id, other_id in pairs:
        await publish(await in_database_thread(_bring_in_line, user_id, other_id))


def _add(user_id: int, other_id: int) -> tuple[Block, bool]:
    try:
        with transaction.atomic():
            preferences.locked_setting(user_id)  # one block after the other, so the number is exact
            row = repository.block_of(user_id, other_id)
            if row is not None:
                return row, False
            if repository.blocks_of(user_id).count() >= settings.MATCH_MAX_BLOCKS:
                raise TooManyBlocks
            return repository.add_block(user_id, other_id), True
    except IntegrityError as error:  # there was such a user, and the account has just been deleted
        raise UnknownUser from error
    except MatchSetting.DoesNotExist as error:  # the same with the asker's own account
        raise InvalidToken from error


def _enforce(user_id: int, other_id: int) -> None:
    try:
        publish_from_thread(_bring_in_line(user_id, other_id))
    except RedisError as error:
        log.warning("block_enforced_later", error=type(error).__name__)


def _bring_in_line(user_id: int, other_id: int) -> Sequence[Event]:
    """Writes to Redis what the rows say; the events it caused. Under a lock: of a block and an unblock at one
    moment, the later call here sees what both have committed."""
    with transaction.atomic():
        try:
            preferences.locked_setting(user_id)
        except MatchSetting.DoesNotExist:  # the account is gone, and its blocks with it
            return ()
        is_blocked = repository.block_of(user_id, other_id) is not None
        script = "block" if is_blocked else "unblock"
        outcome = store.run_in_thread(script, user=str(user_id), other=str(other_id))
        repository.record_enforced(user_id, other_id)
    return outcome.events
