import io
from base64 import b32encode
from typing import Any

import segno
from django.core.management.base import BaseCommand, CommandError, CommandParser

from auth_match.accounts.models import User
from auth_match.accounts.staff import second_factor
from auth_match.accounts.staff.second_factor import Enrolment


class Command(BaseCommand):
    help = (
        "Creates or replaces the second factor of a staff member: shows the QR code, the secret and recovery"
        " codes once. --remove deletes it, for example after the loss of a phone."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username", nargs="?", default="")
        parser.add_argument("--remove", action="store_true")

    def handle(self, *_args: Any, username: str, remove: bool, **_options: Any) -> None:
        user = _staff_member(username)
        if not remove:
            self._show(second_factor.enrol_at_terminal(user_id=user.pk))
            return
        removed = second_factor.remove(user_id=user.pk)
        done = "no longer has a second factor" if removed else "had no second factor"
        self.stdout.write(f"{user.username} {done}.")

    def _show(self, enrolment: Enrolment) -> None:
        device = enrolment.device
        drawing = io.StringIO()
        segno.make(device.config_url, error="m").terminal(out=drawing, compact=True)
        self.stdout.write(drawing.getvalue())
        self.stdout.write(
            f"{device.user.username} scans this with an authenticator app, or types the secret:"
        )
        self.stdout.write(f"  {b32encode(device.bin_key).decode()}\n")
        self.stdout.write("Recovery codes, each valid once. They are not shown again:")
        for code in enrolment.recovery_codes:
            self.stdout.write(f"  {code}")
        self.stdout.write("\nAll admin sessions of this user have ended.")


def _staff_member(username: str) -> User:
    if not username:
        raise CommandError("Give a user: make staff-totp USER=name.")
    try:
        user = User.objects.get_by_natural_key(username)
    except User.DoesNotExist as error:
        raise CommandError(f"There is no user {username}.") from error
    if not user.is_staff:
        raise CommandError(f"{user.username} is not staff and needs no second factor.")
    return user
