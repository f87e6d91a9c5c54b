"""One example per operation for the OpenAPI document: of its answer, or of its body if it answers nothing.

A test compares each with its schema.
"""

from typing import Any

MOMENT = "2026-11-30T12:00:00Z"
PROFILE = {"id": 3, "username": "minji", "age": 27, "gender": "female", "date_joined": MOMENT}
TOKENS = {"access": "eyJhbGciOiJSUzI1NiIsImtpZCI6…", "refresh": "eyJhbGciOiJSUzI1NiIsImtpZCI6…"}
SESSION = {
    "sid": "3f0f6b1e-58c5-4a53-9d4f-1f0c2f7a9b11",
    "device_label": "Firefox on Linux",
    "created_at": MOMENT,
    "last_used_at": MOMENT,
    "current": True,
}
PREFERENCES = {"id": 3, "preferred_gender": "any", "age_min": 20, "age_max": 35, "radius_km": 0}
MET = {
    "id": 12,
    "partner": {"id": 4, "username": "jun"},
    "matched_at": MOMENT,
    "last_matched_at": MOMENT,
    "times_met": 1,
}
BLOCK = {"user_id": 4, "username": "jun", "created_at": MOMENT}
PASSWORD = "eleven green bottles"  # noqa: S105 - an example
EXAMPLES: dict[str, Any] = {
    "signUp": {**PROFILE, "tokens": TOKENS},
    "logIn": TOKENS,
    "refreshTokens": TOKENS,
    "logOut": {"refresh": TOKENS["refresh"]},
    "listSessions": [SESSION],
    "createSocketTicket": {"ticket": "6f1ed002ab5595859014ebf0951522d9", "expires_in": 30},
    "changePassword": {"current_password": PASSWORD, "new_password": "twelve red kites over the sea"},
    "exportAccount": {"account": PROFILE, "matching": {"met": [], "blocks": []}},
    "getProfile": PROFILE,
    "updateProfile": PROFILE,
    "deleteAccount": {"password": PASSWORD},
    "listUserNames": [{"id": 3, "username": "minji"}],
    "getSigningKeys": {
        "keys": [
            {
                **{"kty": "RSA", "n": "0vx7agoebGcQSuu…", "e": "AQAB"},
                **{"kid": "NzbLsXh8uDCcd", "use": "sig", "alg": "RS256"},
            }
        ]
    },
    "getMatchStatus": {"status": "queued", "waiting": 7, "queued_at": MOMENT, "fitting": 3},
    "listMatchHistory": {"items": [MET], "next_cursor": None},
    "getPreferences": PREFERENCES,
    "putPreferences": PREFERENCES,
    "updatePreferences": PREFERENCES,
    "listBlocks": [BLOCK],
    "blockUser": BLOCK,
    "reportUser": {"id": 5, "created_at": MOMENT, "blocked": True},
    "getIceServers": {"iceServers": [{"urls": ["stun:stun.maru.example:3478"]}], "ttl_seconds": 3600},
}
