"""Refresh token families: the tokens of one session, each exchanged for its successor (RFC 9700 4.14.2).

Begin, exchange and end run inside the transaction of a use case. The row stores only hashes of the live token
and its parent. A successor's id is derived from its parent's id and our secret key, its times are in the row,
and RS256 is deterministic: a repeated refresh gets the same successor although it is not stored.
"""

import hashlib
import uuid
from collections.abc import Collection
from datetime import datetime

from django.conf import settings
from django.utils.crypto import salted_hmac

from auth_match.accounts import repository, tokens
from auth_match.accounts.domain import sessions
from auth_match.accounts.domain.sessions import RefreshTokenStatus, TokenFamily
from auth_match.accounts.keys import key_ring
from auth_match.accounts.models import Session, User
from auth_match.accounts.tokens import RefreshStamp, TokenPair
from auth_match.runtime import clock

DEVICE_LABEL_LENGTH = 200


def begin(user: User, device_label: str) -> TokenPair:
    """A new session of a user, with its first tokens. Beyond SESSIONS_PER_USER the least recently used ends.

    Requires the user's lock, unless no other transaction can see the user yet."""
    now, jti = clock.now(), uuid.uuid4().hex
    session = Session(user=user, created_at=now, device_label=_printable(device_label))
    session.lifetime = sessions.new_lifetime(
        now, idle=settings.SESSION_IDLE_LIFETIME, absolute=settings.SESSION_ABSOLUTE_LIFETIME
    )
    _stamp(session, jti, now)
    session.save(force_insert=True)
    end(
        repository.locked_surplus_sessions(user.id, now, limit=settings.SESSIONS_PER_USER),
        reason="too_many_sessions",
    )
    return _pair(session, jti)


def exchange(session: Session, jti: str) -> TokenPair | None:
    """The next pair; None when the token was reused and the session ended. Requires the row's lock."""
    now = clock.now()
    family = TokenFamily(session.refresh_jti_hash, session.parent_jti_hash, session.last_used_at)
    match sessions.token_status(_hash_of(jti), family, now, grace=settings.REFRESH_GRACE):
        case RefreshTokenStatus.REUSED:
            end([session], reason="reuse")
            return None
        case RefreshTokenStatus.LIVE:
            session.lifetime = sessions.extended_lifetime(
                session.lifetime, now, idle=settings.SESSION_IDLE_LIFETIME
            )
            session.parent_jti_hash = session.refresh_jti_hash
            _stamp(session, _successor_of(session, jti), now)
            session.save()
    return _pair(session, _successor_of(session, jti))


def end(ended: Collection[Session], *, reason: str) -> None:
    """Ends sessions of one user permanently and records an event for each. Requires their rows' locks."""
    repository.end_sessions(ended, now=clock.now(), reason=reason)


def _stamp(session: Session, jti: str, now: datetime) -> None:
    session.refresh_jti_hash = _hash_of(jti)
    session.refresh_kid = key_ring().signing.kid
    session.last_used_at = now


def _pair(session: Session, jti: str) -> TokenPair:
    stamp = RefreshStamp(
        jti=jti,
        kid=session.refresh_kid,
        issued_at=session.last_used_at,
        expires_at=session.idle_expires_at,
    )
    return tokens.issue_pair(
        user_id=session.user.id, username=session.user.username, sid=session.sid, refresh=stamp
    )


def _successor_of(session: Session, jti: str) -> str:
    return salted_hmac("maru.refresh", f"{session.sid}:{jti}", algorithm="sha256").hexdigest()[:32]


def _hash_of(jti: str) -> str:
    return hashlib.sha256(jti.encode()).hexdigest()


def _printable(label: str) -> str:
    return "".join(character for character in label if character.isprintable())[:DEVICE_LABEL_LENGTH]
