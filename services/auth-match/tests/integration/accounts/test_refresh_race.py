from collections import Counter
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from rest_framework.test import APIClient

from auth_match.accounts.models import User

URL = "/api/auth/token/refresh/"


@pytest.mark.django_db(transaction=True)
def test_one_of_twenty_parallel_refreshes_wins(
    at_once: Callable[..., list[Any]], log_in: Callable[[User], dict[str, str]], alice: User
) -> None:
    responses = at_once([partial(_refresh, log_in(alice)["refresh"])] * 20)
    assert Counter(response.status_code for response in responses) == {200: 1, 401: 19}
    (winner,) = (response.json() for response in responses if response.status_code == 200)
    assert _refresh(winner["refresh"]).status_code == 200


def _refresh(token: str) -> Any:
    return APIClient(raise_request_exception=False).post(URL, {"refresh": token}, "json")
