from collections import Counter
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from rest_framework.test import APIClient

from auth_match.accounts.models import AccountEvent, Session, User
from auth_match.runtime import clock

URL = "/api/auth/token/refresh/"
pytestmark = pytest.mark.django_db(transaction=True)


def test_fifty_parallel_refreshes_leave_one_live_successor(
    at_once: Callable[..., list[Any]], log_in: Callable[[User], dict[str, str]], alice: User
) -> None:
    """`make race-auth` repeats it a hundred times across processes."""
    token = log_in(alice)["refresh"]
    for _ in range(3):
        responses = at_once([partial(_refresh, token)] * 50)
        assert Counter(response.status_code for response in responses) == {200: 50}
        (token,) = {response.json()["refresh"] for response in responses}
    assert Session.objects.get().ended_at is None


def test_parallel_reuse_of_an_ancestor_ends_the_family_once(
    at_once: Callable[..., list[Any]], log_in: Callable[[User], dict[str, str]], alice: User
) -> None:
    first = log_in(alice)["refresh"]
    second = _refresh(first).json()["refresh"]
    third = _refresh(second).json()["refresh"]
    responses = at_once([partial(_refresh, token) for token in (first, third)] * 8)
    assert _refresh(third).status_code == 401
    assert {response.status_code for response in responses} <= {200, 401}
    assert AccountEvent.objects.count() == 1


def test_concurrent_refresh_never_survives_a_log_out_everywhere(
    at_once: Callable[..., list[Any]], log_in: Callable[[User], dict[str, str]], alice: User
) -> None:
    for _ in range(5):
        tokens = log_in(alice)
        out = APIClient(HTTP_AUTHORIZATION=f"Bearer {tokens['access']}")
        calls = [partial(_refresh, tokens["refresh"])] * 4 + [partial(out.post, "/api/auth/logout-all/")]
        responses = at_once(calls)
        assert responses[-1].status_code == 204
        for response in responses[:-1]:
            if response.status_code == 200:
                assert _refresh(response.json()["refresh"]).status_code == 401
    assert not Session.objects.filter(ended_at=None, idle_expires_at__gt=clock.now()).exists()


def _refresh(token: str) -> Any:
    return APIClient(raise_request_exception=False).post(URL, {"refresh": token}, "json")
