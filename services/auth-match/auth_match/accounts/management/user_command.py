"""A management command about one user, named as they log in."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from auth_match.accounts.models import User


class UserCommand(BaseCommand):
    """Finds the user, or says plainly that there is none; a command gives `act`."""

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")

    def handle(self, *_args: Any, username: str, **_options: Any) -> None:
        try:
            user = User.objects.get_by_natural_key(username)
        except User.DoesNotExist as error:
            raise CommandError(f"There is no user {username}.") from error
        self.stdout.write(f"{user.username} (id {user.id}) is {self.act(user)}.")

    def act(self, user: User) -> str:
        """Does it; what the user is then, in a word."""
        raise NotImplementedError
