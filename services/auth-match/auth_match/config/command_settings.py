"""What `manage.py` runs with: the same, but a migration may take longer than a request.

A command has no deadline (runtime.deadline); the server's limits keep one that hangs from holding its locks.
"""

from auth_match.config.settings import *  # noqa: F403
from auth_match.config.settings import DATABASES, server_limits

DATABASES["default"]["OPTIONS"]["options"] = server_limits(
    statement="15min", lock="10s", idle_in_transaction="5min"
)
