"""What one can do with an account. Each function is one use case and opens one transaction at most."""

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
    """Who stands at the other end of a WebSocket: an active user with a living session."""

    user_id: int
    sid: uuid.UUID
    username: str


def sign_up(
    *, username: str, password: str, age: int, gender: str, device_label: str, address: str
) -> tuple[User, TokenPair]:
    """Makes the user, what other features need for them, and a first session.

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
        # Not asked before: between asking and inserting somebody else would take the name.
        if isinstance(error.__cause__, UniqueViolation):
            raise UsernameTaken from error
        raise


def log_in(*, username: str, password: str, device_label: str, address: str) -> TokenPair:
    """From then on the address is known.

    Raises: InvalidCredentials: after the same hashing work, whatever was wrong.
    """
    user = authenticate(username=username, password=password)
    if not isinstance(user, User):
        raise InvalidCredentials
    with transaction.atomic():
        locked = _still_themselves(user, password)
        known_addresses.remember(locked, address)
        return families.begin(locked, device_label)


def refresh(claims: RefreshClaims) -> TokenPair:
    """Exchanges the session's live refresh token, verified; a repeat in the grace gets the same successor.

    InvalidToken. If the token is an older one of a living session, somebody keeps tokens: the session ends.
    """
    with transaction.atomic():
        session = repository.locked_session_with_user(claims.sid, claims.user_id)
        if session is None or not _is_alive(session):
            raise InvalidToken
        pair = families.exchange(session, claims.jti)
    if pair is None:  # raised only now: the end of the session is to be committed
        log.warning("refresh_token_reused", user_id=claims.user_id, sid=str(claims.sid))
        raise InvalidToken
    return pair


def log_out(*, refresh_token: str) -> None:
    """Ends the session that the token belongs to, for good. Doing it again changes nothing."""
    claims = tokens.verify_refresh_token(refresh_token)
    with transaction.atomic():
        session = repository.locked_session_with_user(claims.sid, claims.user_id)
        if session is None:
            raise InvalidToken
        if session.ended_at is None:
            families.end([session], reason="logout")


def log_out_everywhere(*, user: User) -> None:
    """Ends every session of the user, that of the caller and those of the admin too."""
    with transaction.atomic():
        repository.locked_user(user.id)
        repository.raise_session_epoch(user.id)
        families.end(repository.locked_living_sessions(user.id), reason="logout_all")


def living_sessions(*, user: User) -> list[Session]:
    """At most 100, the one used last first."""
    return repository.living_sessions(user.id, clock.now(), limit=MAX_SESSIONS_SHOWN)


def end_session(*, user: User, sid: uuid.UUID) -> None:
    """Ends one of the user's sessions. UnknownSession."""
    with transaction.atomic():
        session = repository.locked_session_with_user(sid, user.id)
        if session is None or not _is_alive(session):
            raise UnknownSession
        families.end([session], reason="ended_by_user")


def session_holder(claims: AccessClaims) -> User:
    """The user of a verified access token, by one query. InvalidToken if the session or the user is out."""
    return _living_user(claims.sid, claims.user_id)


async def async_session_holder(claims: AccessClaims) -> TicketHolder:
    """The same on an event loop."""
    user = await in_database_thread(_living_user, claims.sid, claims.user_id)
    return TicketHolder(user.id, claims.sid, user.username)


def update_profile(*, user: User, age: int | None = None, gender: str | None = None) -> User:
    """Changes what is given; the user as they are then. InvalidToken if they are gone."""
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
    """`(id, username)` of those that exist, by id: a client shows authors with it."""
    return repository.names_of(user_ids)


def find_user(*, user_id: int | None = None, username: str | None = None) -> User:
    """By exactly one of the two; the name regards no case. UnknownUser."""
    if username is not None:
        user = repository.user_named(username)
    else:
        assert user_id is not None
        user = repository.user(user_id)
    if user is None:
        raise UnknownUser
    return user


def account_events(*, limit: int, after: int | None = None) -> tuple[list[AccountEvent], int]:
    """The next events of the feed and the highest `seq` there is.

    Without `after` those that still matter to a process that starts: older sessions have no living tokens.
    """
    last_seq = repository.last_account_event_seq()
    if after is None:
        life = settings.SIMPLE_JWT["ACCESS_TOKEN_LIFETIME"] + settings.TOKEN_LEEWAY
        events = repository.account_events_since(clock.now() - life, limit)
    else:
        events = repository.account_events_after(after, limit)
    # What was committed between the two queries waits for the next reading, or last_seq would pass over it.
    return [event for event in events if event.seq <= last_seq], last_seq


def events_deleted_through() -> int:
    """To be asked after the events: a reader whose position is below it may have missed some."""
    return repository.events_deleted_through()


def issue_ws_ticket(*, user: User, sid: uuid.UUID, purpose: str) -> str:
    """A ticket for one WebSocket handshake within `WS_TICKET_SECONDS`."""
    ticket = secrets.token_urlsafe(32)
    kept = store.KeptTicket(user_id=user.id, sid=sid, purpose=purpose)
    store.keep_ticket(ticket, kept, seconds=settings.WS_TICKET_SECONDS)
    return ticket


async def redeem_ws_ticket(ticket: str, purpose: str) -> TicketHolder:
    """Uses the ticket up. InvalidTicket if there is none or it is for something else; InvalidToken if its
    session ended since."""
    kept = await store.take_ticket(ticket)
    if kept is None or kept.purpose != purpose:
        raise InvalidTicket
    user = await in_database_thread(_living_user, kept.sid, kept.user_id)
    return TicketHolder(user.id, kept.sid, user.username)


def _still_themselves(user: User, password: str) -> User:
    """The user, locked, so that whoever disables or deletes them or changes their password comes before this
    session or ends it. InvalidCredentials if they came before."""
    locked = repository.locked_user(user.id)
    if locked is None or not locked.is_active:
        raise InvalidCredentials
    if locked.password != user.password and not locked.check_password(password):
        raise InvalidCredentials
    return locked


def _living_user(sid: uuid.UUID, user_id: int) -> User:
    session = repository.session_with_user(sid, user_id)
    if session is None or not _is_alive(session):
        raise InvalidToken
    return session.user


def _is_alive(session: Session) -> bool:
    return (
        session.ended_at is None
        and session.user.is_active
        and not sessions.is_over(session.lifetime, clock.now())
    )
