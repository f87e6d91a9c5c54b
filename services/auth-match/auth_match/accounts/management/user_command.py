"""A management command about one user, given by login name."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from auth_match.accounts.models import User


class UserCommand(BaseCommand):
    """Finds the user or reports that there is none; a command implements `act`."""

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")

    def handle(self, *_args: Any, username: str, **_options: Any) -> None:
        try:
            user = User.objects.get_by_natural_key(username)
        except User.DoesNotExist as error:
            raise CommandError(f"There is no user {username}.") from error
        self.stdout.write(f"{user.username} (id {user.id}) is {self.act(user)}.")

    def act(self, user: User) -> str:
        """Executes the command. Returns the user's new state in a word."""
        raise NotImplementedError
