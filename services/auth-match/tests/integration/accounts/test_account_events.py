"""The feed that image-community reads, as contracts/account_events.schema.json describes it."""

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction
from jsonschema import Draft202012Validator, FormatChecker
from rest_framework.test import APIClient

from auth_match.accounts import service
from auth_match.accounts.models import AccountEvent, User
from auth_match.runtime import clock

URL = "/internal/account-events"
SCHEMA = json.loads((Path(__file__).parents[5] / "contracts" / "account_events.schema.json").read_text())
pytestmark = pytest.mark.django_db


@pytest.fixture
def image_community() -> APIClient:
    """A client with the credential that the two services share."""
    client = APIClient(raise_request_exception=False)
    client.credentials(HTTP_AUTHORIZATION=f"Bearer {settings.SERVICE_CREDENTIAL}")
    return client


def record(count: int) -> list[AccountEvent]:
    with transaction.atomic():
        return [AccountEvent.objects.record(kind="user_disabled", user_id=7) for _ in range(count)]


def read(client: APIClient, query: dict[str, Any] | None = None) -> dict[str, Any]:
    response = client.get(URL, query or {})
    assert response.status_code == 200, response.content
    feed: dict[str, Any] = response.json()
    Draft202012Validator(SCHEMA, format_checker=FormatChecker()).validate(feed)
    return feed


def test_empty_feed_has_last_seq_zero(image_community: APIClient) -> None:
    assert read(image_community) == {"events": [], "last_seq": 0, "deleted_through": 0}


def test_log_out_appears_in_the_feed(
    image_community: APIClient, log_in: Callable[[User], dict[str, str]], alice: User
) -> None:
    service.log_out(refresh_token=log_in(alice)["refresh"])
    (event,) = read(image_community)["events"]
    assert (event["kind"], event["user_id"]) == ("session_ended", alice.id)
    assert event["sid"] == str(alice.sessions.get().sid)


def test_reader_gets_every_event_once_page_by_page(image_community: APIClient) -> None:
    written = [event.seq for event in record(7)]
    seen: list[int] = []
    after = 0
    while page := read(image_community, {"after": after, "limit": 3})["events"]:
        assert len(page) <= 3
        seen += [event["seq"] for event in page]
        after = seen[-1]
    assert seen == written
    page = {"events": [], "last_seq": written[-1], "deleted_through": 0}
    assert read(image_community, {"after": 10**18}) == page


def test_starting_process_gets_events_that_affect_valid_tokens(image_community: APIClient) -> None:
    old, young = record(2)
    life = settings.SIMPLE_JWT["ACCESS_TOKEN_LIFETIME"] + settings.TOKEN_LEEWAY
    assert life == timedelta(seconds=630)
    AccountEvent.objects.filter(seq=old.seq).update(created_at=clock.now() - life - timedelta(seconds=1))
    assert [event["seq"] for event in read(image_community)["events"]] == [young.seq]


def test_event_committed_during_a_read_waits_for_the_next_read(
    image_community: APIClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = record(2)
    monkeypatch.setattr("auth_match.accounts.repository.last_account_event_seq", lambda: first.seq)
    feed = read(image_community, {"after": 0})
    assert ([event["seq"] for event in feed["events"]], feed["last_seq"]) == ([first.seq], first.seq)
    assert second.seq > first.seq


@pytest.mark.parametrize(
    ("header", "code"),
    [
        (None, "not_authenticated"),
        ("Basic only-for-tests", "not_authenticated"),
        ("Bearer wrong", "invalid_token"),
        ("Bearer ü\udcff\x00", "invalid_token"),
        ("Bearer " + "x" * 60_000, "invalid_token"),
    ],
)
def test_feed_needs_the_service_credential(api: APIClient, header: str | None, code: str) -> None:
    response = api.get(URL, **({} if header is None else {"HTTP_AUTHORIZATION": header}))
    assert (response.status_code, response.json()["code"]) == (401, code)


def test_access_token_does_not_open_the_feed(as_user: Callable[[User], APIClient], alice: User) -> None:
    assert as_user(alice).get(URL).status_code == 401


@pytest.mark.parametrize(
    "query",
    [
        {"after": -1},
        {"after": "x"},
        {"after": ""},
        {"after": "\0"},
        {"after": 2**63},
        {"after": "9" * 5000},
        {"limit": 0},
        {"limit": 1001},
        {"limit": "NaN"},
    ],
    ids=range(9),
)
def test_bad_position_is_422(image_community: APIClient, query: dict[str, Any]) -> None:
    response = image_community.get(URL, query)
    assert (response.status_code, response.json()["code"]) == (422, "invalid")
