"""What the schema of the frames does not say: values of examples, and what a client does on a frame."""

from typing import Any

Schema = dict[str, Any]

SDP = "v=0\r\no=- 46117 2 IN IP4 127.0.0.1\r\ns=-\r\n"
VALUES: dict[str, Any] = {
    "id": 7,
    "re": 7,
    "seq": 4,
    "waiting": 12,
    "fitting": 5,
    "estimate_seconds": 14,
    "queued_at": "2026-12-01T09:00:00.000000Z",
    "widens_at": "2026-12-01T09:00:30.000000Z",
    "expires_at": "2026-12-01T09:00:20.000000Z",
    "ends_at": "2026-12-01T13:00:00.000000Z",
    "widen_after": 30,
    "widen_years": 5,
    "age_min": 20,
    "age_max": 40,
    "offer_id": "0b9f4a52c1",
    "match_id": "41:42",
    "room": "5e1f6f0ad2c84b6f",
    "partner": "minji",
    "from": "minji",
    "partner_age": 27,
    "partner_gender": "female",
    "polite": False,
    "fresh": True,
    "requeued": True,
    "grace_seconds": 30,
    "retry_after": 4,
    "code": "rate_limited",
    "message": "Too many requests. Try again in 4 seconds.",
    "sdp": SDP,
    "candidate": "candidate:1 1 udp 2122260223 192.0.2.7 54400 typ host",
    "sdpMid": "0",
    "sdpMLineIndex": 0,
}
# Fields that an example has beyond the required ones.
SHOWN: dict[str, tuple[str, ...]] = {
    "match_client.join_queue": ("widen_after", "widen_years", "id"),
    "match_client.respond": ("offer_id", "id"),
    "match_server.state": ("queued_at", "fitting", "estimate_seconds", "re"),
    "match_server.queue_joined": ("fitting", "re"),
    "match_server.match_cancelled": ("offer_id", "from"),
    "match_server.error": ("retry_after", "re"),
    "voice_server.error": ("re",),
}
STATUS = {"match_server.state": {"status": "queued"}}
WHAT_TO_DO: dict[str, str] = {
    "match_server.state": "Show it, whatever you showed before: it is the truth. Go by `room` and `offer`.",
    "match_server.queue_joined": "Show that the user waits, since `queued_at`.",
    "match_server.range_widened": "Say that the search has grown to these ages.",
    "match_server.queue_left": "Show that the user no longer waits. Join again when the user asks.",
    "match_server.match_found": "Show the partner and the time left; send `respond` before `expires_at`.",
    "match_server.match_response": "Show it. The offer is open until `match_success` or `match_cancelled`.",
    "match_server.match_success": "Get a ticket for `voice` and open `/ws/voicechat/{room}/`.",
    "match_server.match_cancelled": "Close the offer or the call. With `requeued` the user waits again.",
    "match_server.error": "Do what its code says; with `retry_after` wait so many seconds. Keep the socket.",
    "match_server.pong": "Nothing. If none comes within 10 seconds, open a new socket.",
    "voice_server.role_assignment": "With `offer` send an offer; with `answer` wait for it. "
    "`polite` is for perfect negotiation.",
    "voice_server.peer_joined": "Not `fresh`: keep the RTCPeerConnection. `fresh`: build it again.",
    "voice_server.peer_left": "Say that the partner lost the connection, for `grace_seconds` at most. "
    "Media may still flow.",
    "voice_server.offer": "`setRemoteDescription`, then send an `answer`.",
    "voice_server.answer": "`setRemoteDescription`.",
    "voice_server.ice-candidate": "`addIceCandidate`; null is the end of candidates.",
    "voice_server.match_cancelled": "Close the RTCPeerConnection and the microphone. Do not reconnect.",
    "voice_server.error": "Do what its code says. Keep the socket.",
    "voice_server.pong": "Nothing. If none comes within 10 seconds, open a new socket.",
}


def example_of(key: str, schema: Schema) -> dict[str, Any]:
    """One frame that the schema allows. `key` is such as `match_client.join_queue`."""
    shown = {*schema["required"], *SHOWN.get(key, ())}
    made = {name: _value(name, each) for name, each in schema["properties"].items() if name in shown}
    return made | STATUS.get(key, {})


def _value(name: str, schema: Schema) -> Any:
    if "const" in schema:
        return schema["const"]
    if "oneOf" in schema:
        return _value(name, next(each for each in schema["oneOf"] if each.get("type") == "object"))
    if schema.get("type") == "object":
        known = {
            each: inner for each, inner in schema["properties"].items() if each in VALUES or "const" in inner
        }
        return {each: _value(each, inner) for each, inner in known.items()}
    return VALUES[name] if name in VALUES else schema["enum"][0]
