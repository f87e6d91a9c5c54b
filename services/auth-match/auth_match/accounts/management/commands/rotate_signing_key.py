from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from auth_match.accounts.keys import rotate_signing_key
from auth_match.runtime import clock


class Command(BaseCommand):
    help = (
        "Publishes a new key that signs tokens after AUTH_MATCH_KEY_LEAD_SECONDS. The previous key stays"
        " published until the last token that it signed expires. Running processes load keys by themselves."
    )
    requires_system_checks = ()

    def handle(self, *_args: Any, **_options: Any) -> None:
        lead = timedelta(seconds=settings.KEY_LEAD_SECONDS)
        path = rotate_signing_key(settings.SIGNING_KEYS_DIR, now=clock.now(), lead=lead)
        self.stdout.write(f"Published {path}; it signs from {path.stem} on.")
