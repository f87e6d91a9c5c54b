import random
from collections import Counter
from collections.abc import Callable
from functools import partial

import pytest
from rest_framework.test import APIClient

from auth_match.accounts.models import Session, User


@pytest.mark.django_db(transaction=True)
def test_one_of_twenty_parallel_sign_ups_gets_the_name(at_once: Callable[..., list[int]]) -> None:
    cases = random.Random(1)
    names = ["".join(cases.choice([c.lower(), c.upper()]) for c in "charlie") for _ in range(20)]
    statuses = at_once([partial(_sign_up, name) for name in names])
    assert Counter(statuses) == {201: 1, 409: 19}
    assert User.objects.count() == 1
    assert Session.objects.count() == 1


def _sign_up(name: str) -> int:
    body = {"username": name, "password": "correct horse battery", "age": 40, "gender": "male"}
    client = APIClient(raise_request_exception=False)
    return int(client.post("/api/auth/signup/", body, "json").status_code)
