"""Short-lived credentials for a TURN server (the "TURN REST API" draft, draft-uberti-behave-turn-rest-00).

The server shares one secret with us and needs no list of users: the username contains its expiry.
"""

import base64
import hmac
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TurnCredential:
    username: str
    credential: str


def issue(*, secret: str, user_id: int, expires_at: int) -> TurnCredential:
    """`expires_at` in seconds since the epoch. The credential is base64(HMAC-SHA1(secret, username))."""
    username = f"{expires_at}:{user_id}"
    digest = hmac.digest(secret.encode(), username.encode(), "sha1")
    return TurnCredential(username, base64.b64encode(digest).decode())
