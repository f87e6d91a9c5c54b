"""What one can do with an account. Each function is one use case and opens one transaction at most."""

import hashlib
import hmac
import secrets
import uuid
from collections.abc import Collection
from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth import authenticate
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from psycopg.errors import UniqueViolation

from auth_match.accounts import repository, store, tokens
from auth_match.accounts.domain import sessions
from auth_match.accounts.errors import InvalidCredentials, InvalidTicket, InvalidToken, UsernameTaken
from auth_match.accounts.models import AccountEvent, Session, User
from auth_match.accounts.tokens import AccessClaims, TokenPair
from auth_match.errors import FieldError, Invalid
from auth_match.runtime import clock
from auth_match.runtime.database import in_database_thread

DEVICE_LABEL_LENGTH = 200


@dataclass(frozen=True, slots=True)
class TicketHolder:
    """Who stands at the other end of a WebSocket: an active user with a living session."""

    user_id: int
    sid: uuid.UUID
    username: str


def sign_up(
    *, username: str, password: str, age: int, gender: str, device_label: str
) -> tuple[User, TokenPair]:
    """Makes the user, what other features need for them, and a first session. UsernameTaken, Invalid."""
    user = User(username=username, age=age, gender=gender)
    _require_good_password(password, user)
    user.set_password(password)  # before the transaction, because it takes 50 ms
    try:
        with transaction.atomic():
            user.save()
            return user, _begin_session(user, device_label)
    except IntegrityError as error:
        # Not asked before: between asking and inserting somebody else would take the name.
        if isinstance(error.__cause__, UniqueViolation):
            raise UsernameTaken from error
        raise


def log_in(*, username: str, password: str, device_label: str) -> TokenPair:
    """InvalidCredentials, after the same hashing work, whatever was wrong."""
    user = authenticate(username=username, password=password)
    if not isinstance(user, User):
        raise InvalidCredentials
    with transaction.atomic():
        return _begin_session(user, device_label)


def refresh(*, refresh_token: str) -> TokenPair:
    """Exchanges the session's live refresh token. Of many at once one wins; the others: InvalidToken."""
    claims = tokens.verify_refresh_token(refresh_token)
    with transaction.atomic():
        session = repository.locked_session_with_user(claims.sid, claims.user_id)
        if session is None or not _is_alive(session):
            raise InvalidToken
        if not hmac.compare_digest(session.refresh_jti_hash, _hash_of(claims.jti)):
            raise InvalidToken
        return _use_session(session)


def log_out(*, refresh_token: str) -> None:
    """Ends the session that the token belongs to, for good. Doing it again changes nothing."""
    claims = tokens.verify_refresh_token(refresh_token)
    with transaction.atomic():
        session = repository.locked_session_with_user(claims.sid, claims.user_id)
        if session is None:
            raise InvalidToken
        if session.ended_at is None:
            _end_session(session, reason="logout")


def session_holder(claims: AccessClaims) -> User:
    """The user of a verified access token, by one query. InvalidToken if the session or the user is out."""
    return _living_user(claims.sid, claims.user_id)


async def async_session_holder(claims: AccessClaims) -> TicketHolder:
    """The same on an event loop."""
    user = await in_database_thread(_living_user, claims.sid, claims.user_id)
    return TicketHolder(user.id, claims.sid, user.username)


def update_profile(*, user: User, age: int | None = None, gender: str | None = None) -> User:
    """Changes what is given."""
    changes = {name: value for name, value in (("age", age), ("gender", gender)) if value is not None}
    for name, value in changes.items():
        setattr(user, name, value)
    user.save(update_fields=[*changes])
    return user


def names_of(*, user_ids: Collection[int]) -> list[tuple[int, str]]:
    """`(id, username)` of those that exist, by id: a client shows authors with it."""
    return repository.names_of(user_ids)


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


def _require_good_password(password: str, user: User) -> None:
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise Invalid(
            errors=tuple(
                FieldError("password", problem.code or "invalid", message)
                for problem in error.error_list
                for message in problem.messages
            )
        ) from error


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


def _begin_session(user: User, device_label: str) -> TokenPair:
    now = clock.now()
    session = Session(user=user, created_at=now, device_label=_printable(device_label))
    session.lifetime = sessions.begun(
        now, idle=settings.SESSION_IDLE_LIFETIME, absolute=settings.SESSION_ABSOLUTE_LIFETIME
    )
    return _issue(session)


def _use_session(session: Session) -> TokenPair:
    session.lifetime = sessions.used(session.lifetime, clock.now(), idle=settings.SESSION_IDLE_LIFETIME)
    return _issue(session)


def _issue(session: Session) -> TokenPair:
    """Saves the session with a new live refresh token, of which only the hash stays."""
    jti = uuid.uuid4().hex
    session.refresh_jti_hash = _hash_of(jti)
    session.last_used_at = clock.now()
    session.save()
    return tokens.issue_pair(
        user_id=session.user.id,
        username=session.user.username,
        sid=session.sid,
        refresh_jti=jti,
        refresh_expires_at=session.idle_expires_at,
    )


def _end_session(session: Session, *, reason: str) -> None:
    session.ended_at, session.ended_reason = clock.now(), reason
    session.save(update_fields=["ended_at", "ended_reason"])
    AccountEvent.objects.record(
        kind=AccountEvent.Kind.SESSION_ENDED, user_id=session.user.id, sid=session.sid
    )


def _hash_of(jti: str) -> str:
    return hashlib.sha256(jti.encode()).hexdigest()


def _printable(label: str) -> str:
    return "".join(character for character in label if character.isprintable())[:DEVICE_LABEL_LENGTH]
