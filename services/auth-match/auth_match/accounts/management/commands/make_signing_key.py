from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from auth_match.accounts.keys import make_signing_key
from auth_match.runtime import clock


class Command(BaseCommand):
    help = "Creates the RSA key that signs tokens in AUTH_MATCH_SIGNING_KEYS_DIR, unless one exists."
    requires_system_checks = ()

    def handle(self, *_args: Any, **_options: Any) -> None:
        folder = settings.SIGNING_KEYS_DIR
        if any(folder.glob("*.pem")):
            self.stdout.write(f"{folder} holds a key already.")
            return
        path = make_signing_key(folder, signs_from=clock.now())
        self.stdout.write(f"Made {path}.")
