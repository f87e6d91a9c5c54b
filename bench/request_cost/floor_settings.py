"""Django as it comes: our models and database, one middleware, no REST framework; Django's own pool."""

from auth_match.config.settings import *  # noqa: F403
from auth_match.config.settings import DATABASES

MIDDLEWARE = [
    "django.middleware.common.CommonMiddleware"
]  # for Content-Length, without which bodies are chunked
ROOT_URLCONF = "bench.request_cost.floor_accounts"
DATABASES = {
    "default": {
        **DATABASES["default"],
        "ENGINE": "django.db.backends.postgresql",
        "CONN_HEALTH_CHECKS": False,
        "OPTIONS": {"pool": {"min_size": 4, "max_size": 8}},
    }
}
