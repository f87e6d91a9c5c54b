"""Accounts for the bench, made as rows at once: hashing a password for each would take most of the run.

They cannot log in; one that needs a token gets a session and its tokens from the service's own code.
"""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.auth.hashers import make_password
from django.db import transaction

from auth_match.accounts import families
from auth_match.accounts.domain import usernames
from auth_match.accounts.models import User
from auth_match.matching.domain.compatibility import Seeker
from auth_match.matching.models import MatchSetting


@dataclass(frozen=True, slots=True)
class Account:
    """`access` is a token of ten minutes, empty when none was asked for."""

    id: int
    username: str
    access: str = ""


def make_accounts(seekers: Iterable[Seeker]) -> list[Account]:
    """One for each, with their wishes."""
    wanted = list(seekers)
    run, password = secrets.token_hex(4), make_password(None)
    names = [f"bench-{run}-{number}" for number in range(len(wanted))]
    with transaction.atomic():
        users = User.objects.bulk_create(
            User(
                username=name,
                username_key=usernames.key_of(name),
                password=password,
                age=one.age,
                gender=one.gender,
            )
            for name, one in zip(names, wanted, strict=True)
        )
        MatchSetting.objects.bulk_create(
            MatchSetting(
                user=user, age_min=one.age_min, age_max=one.age_max, preferred_gender=one.preferred_gender
            )
            for user, one in zip(users, wanted, strict=True)
        )
    return [Account(user.id, user.username) for user in users]


def with_token(account: Account) -> Account:
    """The same with a living session's access token."""
    with transaction.atomic():
        pair = families.begin(User.objects.get(pk=account.id), "bench")
    return Account(account.id, account.username, pair.access)
