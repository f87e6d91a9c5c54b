"""`/api/match/`: wishes, status, history."""

import pytest

from auth_match.accounts.models import User
from auth_match.matching.domain import candidate_index
from auth_match.matching.history import repository
from auth_match.matching.preferences import repository as preferences_repository
from auth_match.matching.state import store
from auth_match.runtime import clock
from auth_match.runtime.redis import sync_client

SETTINGS = "/api/match/settings/"


def test_preferences_are_shown_and_changed(as_user, alice: User) -> None:
    api = as_user(alice)
    shown = api.get(SETTINGS).json()
    assert set(shown) == {"id", "preferred_gender", "age_min", "age_max", "radius_km"}
    changed = api.patch(SETTINGS, {"age_min": 25, "preferred_gender": "male"}, "json")
    assert changed.status_code == 200
    assert changed.json() == {**shown, "age_min": 25, "preferred_gender": "male"}
    assert api.get(SETTINGS).json() == changed.json()


def test_put_wants_all_preferences(as_user, alice: User) -> None:
    refused = as_user(alice).put(SETTINGS, {"age_min": 25}, "json")
    assert refused.status_code == 422
    assert {error["field"] for error in refused.json()["errors"]} == {
        "age_max",
        "preferred_gender",
        "radius_km",
    }


@pytest.mark.parametrize(
    "preferences",
    [
        {"age_min": 17},
        {"age_max": 100},
        {"age_min": 60, "age_max": 50},
        {"preferred_gender": "both"},
        {"radius_km": -1},
        {"radius_km": 10**30},
    ],
)
def test_impossible_preferences_are_refused(as_user, alice: User, preferences: dict[str, object]) -> None:
    api = as_user(alice)
    before = api.get(SETTINGS).json()
    refused = api.patch(SETTINGS, preferences, "json")
    assert (refused.status_code, refused.json()["code"]) == (422, "invalid")
    assert api.get(SETTINGS).json() == before


def test_changed_bound_is_held_against_the_other(as_user, alice: User) -> None:
    api = as_user(alice)
    api.patch(SETTINGS, {"age_max": 40}, "json")
    assert api.patch(SETTINGS, {"age_min": 41}, "json").status_code == 422


def test_anonymous_request_for_preferences_is_refused(api) -> None:
    for path in (SETTINGS, "/api/match/status/", "/api/match/history/", "/api/voice/ice-servers/"):
        assert api.get(path).json()["code"] == "not_authenticated"


def test_idle_user_has_idle_status(as_user, alice: User) -> None:
    assert as_user(alice).get("/api/match/status/").json() == {"status": "idle", "waiting": 0}


def test_history_shows_each_side_the_other(as_user, alice: User, bob: User, charlie: User) -> None:
    repository.add_meeting(offer_id="x", user1=alice.id, user2=bob.id, at=clock.now())
    repository.add_meeting(offer_id="x", user1=alice.id, user2=charlie.id, at=clock.now())
    hers = as_user(alice).get("/api/match/history/").json()
    assert [row["partner"]["username"] for row in hers] == ["charlie", "bob"]
    assert hers[0]["matched_at"].endswith("Z")
    his = as_user(bob).get("/api/match/history/").json()
    assert [row["partner"] for row in his] == [{"id": alice.id, "username": "alice"}]


@pytest.mark.parametrize("size", [1, 2, 3])
def test_history_by_cursor_shows_each_pair_once(as_user, alice: User, bob: User, charlie: User, size) -> None:
    dora = User.objects.create_user("dora", age=30, gender="female")
    moment = clock.now()
    for other in (bob, charlie, dora):  # all at the same moment: the id decides
        repository.add_meeting(offer_id="x", user1=alice.id, user2=other.id, at=moment)
    api, seen, cursor, parts = as_user(alice), [], "", 0
    while cursor is not None:
        answer = api.get("/api/match/history/", {"cursor": cursor, "size": size})
        seen += [row["partner"]["username"] for row in answer.json()["items"]]
        cursor, parts = answer.json()["next_cursor"], parts + 1
        assert (f"cursor={cursor}&" in answer.headers.get("Link", "")) == (cursor is not None)
    assert seen == ["dora", "charlie", "bob"]
    assert parts == -(-3 // size)


@pytest.mark.parametrize(
    ("query", "field", "code"),
    [
        ({"cursor": "nonsense"}, "cursor", "invalid_cursor"),
        ({"cursor": "f" * 16}, "cursor", "invalid_cursor"),
        ({"cursor": "", "size": 101}, "size", "max_value"),
        ({"size": "x"}, "size", "not_whole_number"),
    ],
)
def test_history_names_the_wrong_parameter(as_user, alice: User, query, field: str, code: str) -> None:
    answer = as_user(alice).get("/api/match/history/", query)
    assert answer.status_code == 422
    assert [(error["field"], error["code"]) for error in answer.json()["errors"]] == [(field, code)]


def test_ice_servers_are_those_configured(as_user, alice: User, settings) -> None:
    api = as_user(alice)
    assert api.get("/api/voice/ice-servers/").json() == {"iceServers": [], "ttl_seconds": 3600}
    settings.VOICE_STUN_URLS = ["stun:stun.example:3478"]
    settings.VOICE_TURN_URLS = ["turn:turn.example:3478"]
    settings.VOICE_TURN_SECRET = "north"
    stun, turn = api.get("/api/voice/ice-servers/").json()["iceServers"]
    assert stun == {"urls": ["stun:stun.example:3478"]}
    assert turn["username"].endswith(f":{alice.id}")


@pytest.mark.django_db(transaction=True)
def test_waiting_users_ticket_follows_preferences_and_profile(as_user, alice: User) -> None:
    user = str(alice.id)
    attached = store.run_in_thread("attach", user=user)
    ticket = candidate_index.queue_ticket(preferences_repository.queue_profile(alice.id).seeker)
    store.run_in_thread(
        "join", user=user, connection=attached.result, name="alice", ticket=ticket, met={}, blocked=[]
    )
    api = as_user(alice)
    api.patch(SETTINGS, {"preferred_gender": "male"}, "json")
    api.patch("/api/auth/profile/", {"age": 55}, "json")
    [(class_name, count)] = sync_client().execute_command("HGETALL", "maru:sizes", NEVER_DECODE=True).items()
    kept = candidate_index.seeker_of(class_name)
    assert (kept.preferred_gender, kept.age, count) == ("male", 55, b"1")


def test_export_holds_preferences_meetings_and_offers(as_user, alice: User, bob: User) -> None:
    repository.add_meeting(offer_id="x", user1=alice.id, user2=bob.id, at=clock.now())
    repository.record_offer(offer_id="x", from_user=bob.id, to_user=alice.id, created_at=clock.now())
    exported = as_user(alice).get("/api/auth/export/").json()["matching"]
    assert exported["preferences"]["preferred_gender"] == "any"
    assert [(row["partner"], row["times"]) for row in exported["met"]] == [("bob", 1)]
    assert [(row["status"], row["made_by_me"]) for row in exported["offers"]] == [("pending", False)]
