"""The settings of Django, DRF and our own code. Those that an operator may give: `config.environment`."""

from datetime import timedelta
from pathlib import Path

from auth_match.config.environment import Environment
from auth_match.runtime.logging import logging_config
from auth_match.runtime.origins import origin_of

_env = Environment.read()

# --- who we are ---
PUBLIC_URL = _env.public_url
OWN_ORIGIN = origin_of(PUBLIC_URL)
ALLOWED_ORIGINS = sorted({OWN_ORIGIN, *_env.allowed_origins})
ORIGINS_FILE = Path(_env.origins_file) if _env.origins_file else None
TOKEN_ISSUER = _env.token_issuer
TOKEN_AUDIENCE = _env.token_audience
SIGNING_KEYS_DIR = Path(_env.signing_keys_dir)
KEY_LEAD_SECONDS = _env.key_lead
HEARTBEAT_PATH = _env.heartbeat_path

# --- Django ---
SECRET_KEY = _env.secret_key.get_secret_value()
DEBUG = False
ALLOWED_HOSTS = list(_env.allowed_hosts)
ROOT_URLCONF = "auth_match.config.urls"
WSGI_APPLICATION = "auth_match.config.wsgi.application"
ASGI_APPLICATION = "auth_match.config.asgi.application"
# The paths the gateway sends are the only spelling; a redirect would drop Authorization across origins.
APPEND_SLASH = False
USE_TZ = True
TIME_ZONE = "UTC"
USE_I18N = False
STATIC_URL = "/static/"
STATIC_ROOT = Path(_env.static_root)
MAX_BODY_BYTES = 64 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = MAX_BODY_BYTES
DEFAULT_AUTO_FIELD = "django.db.models.AutoField"

INSTALLED_APPS = [
    "auth_match.accounts.staff.apps.StaffAdminConfig",  # django.contrib.admin with our site
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    # before accounts, which takes their pages, and so their secrets, out of the admin again
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "auth_match.accounts",
    "auth_match.matching",
    "auth_match.voice",
]

MIDDLEWARE = [
    "auth_match.runtime.caching.CacheControlMiddleware",
    "auth_match.runtime.request_id.RequestIdMiddleware",
    "auth_match.runtime.logging.RequestLogMiddleware",
    "auth_match.runtime.deadline.DeadlineMiddleware",
    "auth_match.runtime.problem.BodyLimitMiddleware",
    "auth_match.runtime.methods.MethodsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.common.CommonMiddleware",
    "auth_match.runtime.admin_only.AdminSessionMiddleware",
    "auth_match.runtime.admin_only.AdminCsrfMiddleware",
    "auth_match.runtime.admin_only.AdminAuthenticationMiddleware",
    "auth_match.runtime.admin_only.AdminOTPMiddleware",  # lazy: no query before request.user is used
    "auth_match.runtime.admin_only.AdminMessageMiddleware",
    "auth_match.runtime.admin_only.AdminXFrameOptionsMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [Path(__file__).parents[1] / "accounts" / "templates"],  # these before the admin's own
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]

# --- behind the gateway, which sets X-Forwarded-Proto itself and drops what clients send ---
_IS_HTTPS = PUBLIC_URL.startswith("https://")
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SESSION_COOKIE_SECURE = _IS_HTTPS
CSRF_COOKIE_SECURE = _IS_HTTPS
# Sessions of the admin, and of nothing else. Not "sessionid": a browser that still has that of an earlier
# release for "/" sends both, and Django reads the older one.
SESSION_COOKIE_NAME = "maru_staff_session"
SESSION_COOKIE_PATH = "/admin/"
# Seconds without a page. Each page of the admin starts them again (accounts.staff.site). Not
# SESSION_SAVE_EVERY_REQUEST: with it an API request that carries the cookie would write a row.
SESSION_COOKIE_AGE = 30 * 60
CSRF_TRUSTED_ORIGINS = ALLOWED_ORIGINS

# --- PostgreSQL ---
# Bounded by the pool: threads of `web`, database threads of `realtime` (runtime.database).
DATABASE_POOL_SIZE = 8


def server_limits(*, statement: str, lock: str, idle_in_transaction: str) -> str:
    """What PostgreSQL itself ends, for libpq's `options`; each with its unit."""
    return (
        f"-c statement_timeout={statement} -c lock_timeout={lock}"
        f" -c idle_in_transaction_session_timeout={idle_in_transaction}"
    )


DATABASES = {
    "default": {
        **_env.database(),
        "ENGINE": "auth_match.runtime.postgresql",
        "CONN_MAX_AGE": 0,  # the pool keeps connections, not the thread
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {
            "application_name": "auth-match",
            "connect_timeout": 3,  # seconds
            # A peer that is gone without a word: the kernel gives up after so long, also on idle connections.
            "keepalives_idle": 10,  # seconds
            "keepalives_interval": 3,  # seconds
            "keepalives_count": 3,
            "tcp_user_timeout": 10_000,  # milliseconds
            # of requests; command_settings has longer ones. Below runtime.deadline, and so below 5 s.
            "options": server_limits(statement="4s", lock="3s", idle_in_transaction="4500ms"),
            "pool": {
                "min_size": 1,
                "max_size": DATABASE_POOL_SIZE,
                "timeout": 0.2,  # seconds of one try (runtime.postgresql.base)
                # A failed connection is not tried again later, by itself, but when one is wanted: the pool's
                # own tries come ever more rarely, and would be the recovery of all.
                "reconnect_timeout": 0,
            },
        },
    }
}

# --- Redis ---
REDIS_URL = _env.redis_url
REDIS_PASSWORD = _env.redis_password.get_secret_value() or None
CHANNEL_LAYERS = {
    "default": {
        "BACKEND": "auth_match.runtime.channel_layer.BoundedPubSubChannelLayer",
        "CONFIG": {
            # No socket timeout: a subscription is quiet for as long as nobody speaks to it.
            "hosts": [{"address": REDIS_URL, "password": REDIS_PASSWORD, "socket_timeout": None}],
            "prefix": "maru:channels",
        },
    }
}

# --- accounts ---
AUTH_USER_MODEL = "accounts.User"
PASSWORD_HASHERS = [
    "auth_match.accounts.passwords.OwaspArgon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",  # only for verifying what was hashed before
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "auth_match.accounts.passwords.MaximumLengthValidator", "OPTIONS": {"max_length": 128}},
    {"NAME": "auth_match.accounts.passwords.DistinctCharactersValidator", "OPTIONS": {"min_distinct": 5}},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username",)},
    },
]
SIMPLE_JWT = {"ACCESS_TOKEN_LIFETIME": timedelta(minutes=10), "REFRESH_TOKEN_LIFETIME": timedelta(days=7)}
TOKEN_LEEWAY = timedelta(seconds=30)
SESSION_IDLE_LIFETIME = timedelta(days=7)
SESSION_ABSOLUTE_LIFETIME = timedelta(days=30)
REFRESH_GRACE = timedelta(seconds=60)  # in which a repeated refresh gets the same successor
SESSIONS_PER_USER = _env.sessions_per_user
WS_TICKET_SECONDS = 30
LIMITS = _env.limits()
SOCKET_FRAMES_PER_SECOND = _env.socket_frames_per_second
SOCKET_FRAMES_AT_ONCE = _env.socket_frames_at_once
SOCKETS_PER_USER = _env.sockets_per_user
SESSION_RETENTION_DAYS = _env.session_retention
ACCOUNT_EVENT_RETENTION_DAYS = _env.account_event_retention
KNOWN_ADDRESS_RETENTION_DAYS = _env.known_address_retention
ADMIN_LOG_RETENTION_DAYS = _env.admin_log_retention
STAFF_SECOND_FACTOR = _env.staff_second_factor
OTP_TOTP_ISSUER = "Maru"  # what authenticator apps show
# A code of the step before and after counts, always by our clock: the window does not follow a phone's.
OTP_TOTP_SYNC = False
SERVICE_CREDENTIAL = _env.service_credential.get_secret_value()

# --- matching ---
MATCH_GRACE_SECONDS = _env.match_grace
MATCH_OFFER_SECONDS = _env.match_offer
MATCH_REMATCH_COOLDOWN_SECONDS = _env.match_rematch_cooldown
MATCH_REJECT_COOLDOWN_SECONDS = _env.match_reject_cooldown
MATCH_RETENTION_DAYS = _env.match_retention
MATCH_MAX_BLOCKS = _env.match_max_blocks
MATCH_SUSPENSION_DAYS = _env.match_suspension
MATCH_REDIS_KEY_PREFIX = _env.match_redis_key_prefix

# --- voice ---
VOICE_JOIN_SECONDS = _env.voice_join
VOICE_GRACE_SECONDS = _env.voice_grace
VOICE_ROOM_MAX_SECONDS = _env.voice_room_max
VOICE_STUN_URLS = list(_env.voice_stun_urls)
VOICE_TURN_URLS = list(_env.voice_turn_urls)
VOICE_TURN_SECRET = _env.voice_turn_secret.get_secret_value()
VOICE_TURN_SECONDS = _env.voice_turn

# --- HTTP API ---
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["auth_match.accounts.authentication.BearerAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["auth_match.runtime.parser.SafeJSONParser"],
    "DEFAULT_CONTENT_NEGOTIATION_CLASS": "auth_match.runtime.parser.JSONOnly",
    "DEFAULT_METADATA_CLASS": None,
    "DEFAULT_SCHEMA_CLASS": "auth_match.runtime.openapi.Schema",
    "EXCEPTION_HANDLER": "auth_match.runtime.problem.handle_exception",
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
    "URL_FORMAT_OVERRIDE": None,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Maru: accounts, matching and voice rooms",
    "DESCRIPTION": "Accounts, JWTs, matching of strangers, WebRTC signaling. Errors are RFC 9457 problems.",
    "VERSION": "1",
    "SERVERS": [{"url": PUBLIC_URL}],
    "SERVE_PERMISSIONS": ["rest_framework.permissions.AllowAny"],
    "SERVE_AUTHENTICATION": [],
    "SERVE_INCLUDE_SCHEMA": False,
    "COMPONENT_SPLIT_REQUEST": True,
    "OAS_VERSION": "3.1.1",
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "auth_match.config.openapi_document.complete",
    ],
}

# --- logs ---
LOGGING = logging_config(level=_env.log_level)
