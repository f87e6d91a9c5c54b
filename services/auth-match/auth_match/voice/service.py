"""The STUN and TURN servers of a call."""

from typing import Any

from django.conf import settings

from auth_match.runtime import clock
from auth_match.voice.domain import turn_credential


def ice_servers(*, user_id: int) -> list[dict[str, Any]]:
    """RTCIceServer dictionaries: STUN as configured, and TURN with a credential for this user."""
    servers: list[dict[str, Any]] = []
    if settings.VOICE_STUN_URLS:
        servers.append({"urls": settings.VOICE_STUN_URLS})
    if settings.VOICE_TURN_URLS:
        expires_at = int(clock.now().timestamp()) + settings.VOICE_TURN_SECONDS
        issued = turn_credential.issue(
            secret=settings.VOICE_TURN_SECRET, user_id=user_id, expires_at=expires_at
        )
        servers.append(
            {"urls": settings.VOICE_TURN_URLS, "username": issued.username, "credential": issued.credential}
        )
    return servers
