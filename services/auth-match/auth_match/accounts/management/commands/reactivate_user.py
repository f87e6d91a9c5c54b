from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from auth_match.accounts import lifecycle
from auth_match.accounts.models import User


class Command(BaseCommand):
    help = "Lets a deactivated user log in again and shows what they made."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")

    def handle(self, *_args: Any, username: str, **_options: Any) -> None:
        try:
            user = User.objects.get_by_natural_key(username)
        except User.DoesNotExist as error:
            raise CommandError(f"There is no user {username}.") from error
        lifecycle.reactivate(user_id=user.id)
        self.stdout.write(f"{user.username} (id {user.id}) is active.")
