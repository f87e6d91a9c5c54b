"""The use cases of accounts: each function is one, and opens at most one transaction."""

import secrets
import uuid
from collections.abc import Collection
from dataclasses import dataclass

import structlog
from django.conf import settings
from django.contrib.auth import authenticate
from django.db import IntegrityError, transaction
from psycopg.errors import UniqueViolation

from auth_match.accounts import families, known_addresses, repository, store, tokens
from auth_match.accounts.domain import sessions
from auth_match.accounts.errors import (
    InvalidCredentials,
    InvalidTicket,
    InvalidToken,
    UnknownSession,
    UnknownUser,
    UsernameLooksTaken,
    UsernameTaken,
)
from auth_match.accounts.models import AccountEvent, Session, User
from auth_match.accounts.passwords import require_good_password
from auth_match.accounts.tokens import AccessClaims, RefreshClaims, TokenPair
from auth_match.runtime import clock
from auth_match.runtime.database import in_database_thread

MAX_SESSIONS_SHOWN = 100
log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class TicketHolder:
    """The user of a WebSocket: an active user with an active session.

    `instance`: the name of the page, if its ticket has one.
    """

    user_id: int
    sid: uuid.UUID
    username: str
    instance: str | None = None


def sign_up(
    *, username: str, password: str, age: int, gender: str, device_label: str, address: str
) -> tuple[User, TokenPair]:
    """Creates the user, the rows that other features need for them, and a first session.

    Raises: UsernameTaken, UsernameLooksTaken, Invalid."""
    user = User(username=username, age=age, gender=gender)
    require_good_password(password, user, field="password")
    user.set_password(password)  # before the transaction, because it takes 50 ms
    try:
        with transaction.atomic():
            User.objects.lock_names_like(username)
            if user.has_lookalike():
                raise UsernameLooksTaken
            user.save()
            known_addresses.remember(user, address)
            return user, families.begin(user, device_label)
    except IntegrityError as error:
        # Not checked before: another sign-up could take the name between the check and the insert.
        if isinstance(error.__cause__, UniqueViolation):
            raise UsernameTaken from error
        raise


def log_in(*, username: str, password: str, device_label: str, address: str) -> TokenPair:
    """Begins a session and remembers the address.

    Raises: InvalidCredentials: after the same hashing work, for every cause.
    """
    user = authenticate(username=username, password=password)
    if not isinstance(user, User):
        raise InvalidCredentials
    with transaction.atomic():
        locked = _locked_if_unchanged(user, password)
        known_addresses.remember(locked, address)
        return families.begin(locked, device_label)


def refresh(claims: RefreshClaims) -> TokenPair:
    """Exchanges the session's live refresh token; a repeat within the grace gets the same successor.

    Raises InvalidToken. An older token of an active session was copied: the session ends.
    """
    with transaction.atomic():
        session = repository.locked_session_with_user(claims.sid, claims.user_id)
        if session is None or not _is_active(session):
            raise InvalidToken
        pair = families.exchange(session, claims.jti)
    if pair is None:  # raised outside the transaction, which commits the end of the session
        log.warning("refresh_token_reused", user_id=claims.user_id, sid=str(claims.sid))
        raise InvalidToken
    return pair


def log_out(*, refresh_token: str) -> None:
    """Ends the session of the token permanently. Idempotent."""
    claims = tokens.verify_refresh_token(refresh_token)
    with transaction.atomic():
        session = repository.locked_session_with_user(claims.sid, claims.user_id)
        if session is None:
            raise InvalidToken
        if session.ended_at is None:
            families.end([session], reason="logout")


def log_out_everywhere(*, user: User) -> None:
    """Ends every session of the user, including the caller's and those of the admin."""
    with transaction.atomic():
        repository.locked_user(user.id)
        repository.raise_session_epoch(user.id)
        families.end(repository.locked_active_sessions(user.id), reason="logout_all")


def active_sessions(*, user: User) -> list[Session]:
    """At most 100, the most recently used first."""
    return repository.active_sessions(user.id, clock.now(), limit=MAX_SESSIONS_SHOWN)


def end_session(*, user: User, sid: uuid.UUID) -> None:
    """Ends one of the user's sessions. Raises: UnknownSession."""
    with transaction.atomic():
        session = repository.locked_session_with_user(sid, user.id)
        if session is None or not _is_active(session):
            raise UnknownSession
        families.end([session], reason="ended_by_user")


def session_holder(claims: AccessClaims) -> User:
    """The user of a verified access token, by one query. InvalidToken if session or user is not active."""
    return _user_of_active_session(claims.sid, claims.user_id)


async def async_session_holder(claims: AccessClaims) -> TicketHolder:
    """The same on an event loop."""
    user = await in_database_thread(_user_of_active_session, claims.sid, claims.user_id)
    return TicketHolder(user.id, claims.sid, user.username)


def update_profile(*, user: User, age: int | None = None, gender: str | None = None) -> User:
    """Changes the given fields and returns the user. Raises: InvalidToken: the user is deleted."""
    changes = {name: value for name, value in (("age", age), ("gender", gender)) if value is not None}
    with transaction.atomic():
        changed = repository.locked_user(user.id)
        if changed is None:
            raise InvalidToken
        for name, value in changes.items():
            setattr(changed, name, value)
        changed.save(update_fields=[*changes])
    return changed


def names_of(*, user_ids: Collection[int]) -> list[tuple[int, str]]:
    """`(id, username)` of the users that exist, ordered by id: clients show the names of authors."""
    return repository.names_of(user_ids)


def find_user(*, user_id: int | None = None, username: str | None = None) -> User:
    """Finds by exactly one of the two; the name ignores case. Raises: UnknownUser."""
    if username is not None:
        user = repository.user_by_name(username)
    else:
        assert user_id is not None
        user = repository.user(user_id)
    if user is None:
        raise UnknownUser
    return user


def account_events(*, limit: int, after: int | None = None) -> tuple[list[AccountEvent], int]:
    """The next events of the feed and the highest `seq`.

    Without `after`: the events that a starting process needs. Sessions that ended earlier have no valid
    access token left.
    """
    last_seq = repository.last_account_event_seq()
    if after is None:
        life = settings.SIMPLE_JWT["ACCESS_TOKEN_LIFETIME"] + settings.TOKEN_LEEWAY
        events = repository.account_events_since(clock.now() - life, limit)
    else:
        events = repository.account_events_after(after, limit)
    # Events committed between the two queries wait for the next read, or last_seq would skip them.
    return [event for event in events if event.seq <= last_seq], last_seq


def account_events_after(after: int, *, limit: int) -> list[AccountEvent]:
    """The next events of the feed, for a reader in this service: one query."""
    return repository.account_events_after(after, limit)


def feed_page(*, limit: int, after: int | None = None) -> tuple[list[AccountEvent], int, int]:
    """The same for a reader elsewhere, with `events_deleted_through`. One query when nothing is new."""
    if after is not None:
        last_seq, deleted_through = repository.feed_state()
        if after >= last_seq:
            return [], last_seq, deleted_through
    events, last_seq = account_events(limit=limit, after=after)
    # read last, or events deleted in between would be missed
    return events, last_seq, events_deleted_through()


def events_deleted_through() -> int:
    """Read it after the events: a reader whose position is below it may have missed some."""
    return repository.events_deleted_through()


def issue_ws_ticket(*, user: User, sid: uuid.UUID, purpose: str, instance: str | None = None) -> str:
    """A ticket for one WebSocket handshake within `WS_TICKET_SECONDS`."""
    ticket = secrets.token_urlsafe(32)
    kept = store.StoredTicket(user_id=user.id, sid=sid, purpose=purpose, instance=instance)
    store.store_ticket(ticket, kept, seconds=settings.WS_TICKET_SECONDS)
    return ticket


async def redeem_ws_ticket(ticket: str, purpose: str) -> TicketHolder:
    """Consumes the ticket. InvalidTicket if it is unknown or for another purpose; InvalidToken if its
    session has ended since."""
    kept = await store.take_ticket(ticket)
    if kept is None or kept.purpose != purpose:
        raise InvalidTicket
    user = await in_database_thread(_user_of_active_session, kept.sid, kept.user_id)
    return TicketHolder(user.id, kept.sid, user.username, kept.instance)


def _locked_if_unchanged(user: User, password: str) -> User:
    """Locks the user: a concurrent deactivation, deletion or password change either came before, which
    raises InvalidCredentials, or waits and ends the new session."""
    locked = repository.locked_user(user.id)
    if locked is None or not locked.is_active:
        raise InvalidCredentials
    if locked.password != user.password and not locked.check_password(password):
        raise InvalidCredentials
    return locked


def _user_of_active_session(sid: uuid.UUID, user_id: int) -> User:
    session = repository.session_with_user(sid, user_id)
    if session is None or not _is_active(session):
        raise InvalidToken
    return session.user


def _is_active(session: Session) -> bool:
    return (
        session.ended_at is None
        and session.user.is_active
        and not sessions.is_expired(session.lifetime, clock.now())
    )
