"""Seeded users, through auth-match's own use cases. Requires `django.setup()` before the import."""

import random
from collections.abc import Callable, Sequence

from django.contrib.auth.hashers import make_password

from auth_match.accounts import lifecycle, repository, service
from auth_match.accounts.errors import UsernameLooksTaken, UsernameTaken
from auth_match.accounts.models import User
from demo_data.record import DemoUser, Record

NAMES = (
    *("minji", "jun", "seoyeon", "haneul", "dohyun", "yuna", "taeyang", "sora", "jiho", "nari", "eunwoo"),
    *("bora", "minho", "garam", "sumin", "amelie", "bruno", "carla", "david", "elena", "farid", "greta"),
    *("hugo", "ines", "jonas"),
)
PLACES = ("", "_sea", "_sky", "_oak")
GENDERS = ("female", "male")


def sign_up(record: Record, count: int, chance: random.Random, advance: Callable[[], None]) -> None:
    """Sign up so many users of different ages and genders, and record each."""
    for number in range(count):
        record.add(_sign_up(record.password, number, chance))
        advance()


def _sign_up(password: str, number: int, chance: random.Random) -> DemoUser:
    round_number, place = divmod(number // len(NAMES), len(PLACES))
    base = f"demo_{NAMES[number % len(NAMES)]}{PLACES[place]}"
    username, tries = (base if not round_number else f"{base}_{round_number + 1}"), 0
    while True:
        try:
            user, _ = service.sign_up(
                username=username,
                password=password,
                age=chance.randint(19, 62),
                gender=GENDERS[number % len(GENDERS)],
                device_label="seed-demo",
                address="127.0.0.1",
            )
        except (UsernameTaken, UsernameLooksTaken):  # by a user who was here before
            tries += 1
            username = f"{base}_{chance.randint(1000, 9999)}"
            if tries == 20:
                raise
        else:
            return DemoUser(user.id, user.username)


def still_there(recorded: Sequence[DemoUser]) -> list[DemoUser]:
    """Those whose id and name belong together still. In another database, such as an older one that was
    restored, an id of the record may be another user's."""
    names = dict(User.objects.filter(id__in=[user.id for user in recorded]).values_list("id", "username"))
    return [user for user in recorded if names.get(user.id) == user.username]


def delete(recorded: DemoUser, password: str) -> None:
    """Delete the account, unless it is gone. Its password may have been changed by hand: set it again."""
    user = User.objects.filter(id=recorded.id, username=recorded.username).first()
    if user is None:
        return
    if not user.is_active:
        lifecycle.reactivate(user_id=user.id)
    if not user.check_password(password):
        repository.set_password_hash(user.id, make_password(password))
    lifecycle.delete_account(user=User.objects.get(id=user.id), password=password)
