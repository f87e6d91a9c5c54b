from typing import Any

from django.core.management.base import BaseCommand

from auth_match.accounts import lifecycle


class Command(BaseCommand):
    help = "Deletes account events of more than 90 days ago. Run it daily."

    def handle(self, *_args: Any, **_options: Any) -> None:
        self.stdout.write(f"Deleted {lifecycle.forget_old_events()} account events.")
