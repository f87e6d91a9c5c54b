"""`POST /api/match/reports/`: what is kept of a report, and who may make how many."""

from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings as django_settings
from rest_framework.test import APIClient

from auth_match.accounts.domain.limits import Allowance
from auth_match.accounts.models import User
from auth_match.matching.history import repository
from auth_match.matching.models import Block, Report
from auth_match.runtime import clock

URL = "/api/match/reports/"
AsUser = Callable[[User], APIClient]


def test_report_is_kept_and_the_other_is_blocked(as_user: AsUser, alice: User, bob: User) -> None:
    body = {"username": "Bob", "reason": "hate", "details": "He said …"}
    filed = as_user(alice).post(URL, body, "json")
    assert filed.status_code == 201
    row = Report.objects.get()
    assert filed.json() == {"id": row.id, "created_at": filed.json()["created_at"], "blocked": True}
    assert (row.reporter, row.reported, row.reason, row.details) == (alice, bob, "hate", "He said …")
    assert (row.status, row.have_met, row.offer_id, row.handled_at) == ("open", False, "", None)
    block = Block.objects.get()
    assert (block.blocker, block.blocked) == (alice, bob)


def test_report_without_a_block(as_user: AsUser, alice: User, bob: User) -> None:
    body = {"user_id": bob.id, "reason": "spam", "block": False}
    assert as_user(alice).post(URL, body, "json").json()["blocked"] is False
    assert not Block.objects.exists()


@pytest.mark.parametrize("who_joined", ["alice", "bob"])
def test_report_knows_whether_the_two_have_met(
    as_user: AsUser, alice: User, bob: User, charlie: User, who_joined: str
) -> None:
    one, other = (alice, bob) if who_joined == "alice" else (bob, alice)
    for offer_id in ("first", "last"):
        repository.record_offer(offer_id=offer_id, from_user=one.id, to_user=other.id, created_at=clock.now())
    repository.add_meeting(offer_id="last", user1=alice.id, user2=bob.id, at=clock.now())
    api = as_user(bob)
    for reported in (alice, charlie):
        api.post(URL, {"user_id": reported.id, "reason": "other"}, "json")
    about_alice, about_charlie = Report.objects.order_by("id")
    assert (about_alice.have_met, about_alice.offer_id) == (True, "last")
    assert (about_charlie.have_met, about_charlie.offer_id) == (False, "")


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"reason": "ugly"}, "reason"),
        ({"reason": None}, "reason"),
        ({"details": "x" * 1001}, "details"),
        ({"details": 7}, "details"),
        ({"block": "perhaps"}, "block"),
        ({"block": []}, "block"),
        ({"username": "bob"}, ""),
    ],
)
def test_impossible_report_is_refused(
    as_user: AsUser, alice: User, bob: User, change: dict[str, object], field: str
) -> None:
    body = {"user_id": bob.id, "reason": "hate", **change}
    refused = as_user(alice).post(URL, body, "json")
    assert (refused.status_code, [error["field"] for error in refused.json()["errors"]]) == (422, [field])
    assert not Report.objects.exists()


def test_self_report_and_unknown_user_are_refused(as_user: AsUser, alice: User) -> None:
    api = as_user(alice)
    assert api.post(URL, {"user_id": alice.id, "reason": "spam"}, "json").status_code == 422
    assert api.post(URL, {"username": "nobody", "reason": "spam"}, "json").status_code == 404
    assert not Report.objects.exists()


def test_report_is_kept_although_no_further_block_may_be_held(
    as_user: AsUser, alice: User, bob: User, charlie: User, settings: Any
) -> None:
    settings.MATCH_MAX_BLOCKS = 1
    api = as_user(alice)
    answers = [
        api.post(URL, {"user_id": other.id, "reason": "spam"}, "json").json()["blocked"]
        for other in (bob, charlie, bob)
    ]
    assert answers == [True, False, True]
    assert Report.objects.count() == 3


def test_reports_are_limited_by_user(
    as_user: AsUser, alice: User, bob: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(django_settings.LIMITS, "report_per_user", Allowance(2, 86_400))
    api, body = as_user(alice), {"user_id": bob.id, "reason": "spam"}
    assert [api.post(URL, body, "json").status_code for _ in range(2)] == [201, 201]
    refused = api.post(URL, body, "json")
    assert (refused.status_code, refused.json()["code"], refused["Retry-After"]) == (429, "rate_limited", "1")
    assert as_user(bob).post(URL, {"user_id": alice.id, "reason": "spam"}, "json").status_code == 201


def test_report_outlives_its_reporter_and_goes_with_the_reported(
    as_user: AsUser, alice: User, bob: User
) -> None:
    as_user(alice).post(URL, {"user_id": bob.id, "reason": "spam"}, "json")
    alice.delete()
    assert Report.objects.get().reporter is None
    bob.delete()
    assert not Report.objects.exists()


def test_export_has_my_blocks_and_reports_and_not_those_about_me(
    as_user: AsUser, alice: User, bob: User
) -> None:
    as_user(alice).post(URL, {"user_id": bob.id, "reason": "spam", "details": "ads"}, "json")
    mine = as_user(alice).get("/api/auth/export/").json()["matching"]
    assert [(row["user"], row["reason"], row["details"]) for row in mine["reports"]] == [
        ("bob", "spam", "ads")
    ]
    assert [row["user"] for row in mine["blocks"]] == ["bob"]
    theirs = as_user(bob).get("/api/auth/export/").json()["matching"]
    assert (theirs["reports"], theirs["blocks"]) == ([], [])
