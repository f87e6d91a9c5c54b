from auth_match.accounts import lifecycle
from auth_match.accounts.management.user_command import UserCommand
from auth_match.accounts.models import User


class Command(UserCommand):
    help = "Locks a user out everywhere, within a second, and hides their content. Reversible."

    def act(self, user: User) -> str:
        lifecycle.deactivate(user_id=user.id)
        return "deactivated"
