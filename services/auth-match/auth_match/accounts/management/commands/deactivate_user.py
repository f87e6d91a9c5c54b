from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from auth_match.accounts import lifecycle
from auth_match.accounts.models import User


class Command(BaseCommand):
    help = "Shuts a user out everywhere, within a second, and hides what they made. Can be undone."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")

    def handle(self, *_args: Any, username: str, **_options: Any) -> None:
        try:
            user = User.objects.get_by_natural_key(username)
        except User.DoesNotExist as error:
            raise CommandError(f"There is no user {username}.") from error
        lifecycle.deactivate(user_id=user.id)
        self.stdout.write(f"{user.username} (id {user.id}) is deactivated.")
