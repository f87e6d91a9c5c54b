from auth_match.accounts import lifecycle
from auth_match.accounts.management.user_command import UserCommand
from auth_match.accounts.models import User


class Command(UserCommand):
    help = "Lets a deactivated user log in again and shows their content."

    def act(self, user: User) -> str:
        lifecycle.reactivate(user_id=user.id)
        return "active"
