"""The `web` process: the HTTP API and the admin. `gunicorn auth_match.config.wsgi:application`."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "auth_match.config.settings")
application = get_wsgi_application()

from auth_match.accounts.keys import key_ring  # noqa: E402  # after Django is set up
from auth_match.runtime.requests import PlainWSGIRequest  # noqa: E402

application.request_class = PlainWSGIRequest
# A process that cannot sign must not start: it would fail only at the first login.
key_ring()
