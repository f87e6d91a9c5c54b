"""Write both services' OpenAPI documents to contracts/openapi/, without a running system.

    python web/openapi_documents.py           writes them
    python web/openapi_documents.py --check   exits 1 and names those that differ from what the code makes

The types of the web client are generated from these files (`npm run generate` in web/).
"""

import json
import os
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "contracts/openapi"
SERVICES = ("services/auth-match", "services/image-community")

# Both services read settings when they are built; nothing is contacted.
WITHOUT_SERVERS = {
    "DJANGO_SETTINGS_MODULE": "auth_match.config.settings",
    "AUTH_MATCH_SECRET_KEY": "unused",
    "AUTH_MATCH_SERVICE_CREDENTIAL": "unused",
    "AUTH_MATCH_DATABASE_URL": "postgresql://nobody@localhost:1/none",
    "AUTH_MATCH_REDIS_URL": "redis://localhost:1/0",
    "AUTH_MATCH_SIGNING_KEYS_DIR": "/nonexistent",
    "AUTH_MATCH_STATIC_ROOT": "/nonexistent",
    "IMAGE_COMMUNITY_DATABASE_URL": "postgresql://nobody@localhost:1/none",
    "IMAGE_COMMUNITY_REDIS_URL": "redis://localhost:1/0",
    "IMAGE_COMMUNITY_JWKS_URL": "http://localhost:1/jwks",
    "IMAGE_COMMUNITY_ACCOUNT_EVENTS_URL": "http://localhost:1/events",
    "IMAGE_COMMUNITY_USER_NAMES_URL": "http://localhost:1/users",
    "IMAGE_COMMUNITY_SERVICE_CREDENTIAL": "unused",
    "IMAGE_COMMUNITY_MEDIA_ROOT": "/nonexistent",
}


def auth_match() -> dict[str, Any]:
    """The document of auth-match. `servers` is left out: it is a setting of each system."""
    import django  # noqa: PLC0415 - imports below here need the settings

    django.setup()
    from drf_spectacular.generators import SchemaGenerator  # noqa: PLC0415

    document: dict[str, Any] = SchemaGenerator().get_schema(request=None, public=True)
    document.pop("servers", None)
    return document


def image_community() -> dict[str, Any]:
    """The document of image-community."""
    from image_community.main import create_app  # noqa: PLC0415
    from image_community.runtime.settings import settings_from_environment  # noqa: PLC0415

    return create_app(settings_from_environment()).openapi()


def texts() -> dict[str, str]:
    """File name → JSON text, as the code makes it now."""
    for name in [each for each in os.environ if each.startswith(("AUTH_MATCH_", "IMAGE_COMMUNITY_"))]:
        del os.environ[name]  # a system's own, beside which a test may run
    os.environ.update(WITHOUT_SERVERS)
    sys.path[:0] = [str(ROOT / each) for each in SERVICES]
    documents = {"auth-match.json": auth_match(), "image-community.json": image_community()}
    return {
        name: json.dumps(each, indent=1, ensure_ascii=False, sort_keys=True) + "\n"
        for name, each in documents.items()
    }


def drifted() -> list[str]:
    """The names of committed documents that differ from what the code makes."""
    return [name for name, text in texts().items() if not _same(FOLDER / name, text)]


def _same(path: Path, text: str) -> bool:
    return path.exists() and path.read_text(encoding="utf-8") == text


def main() -> int:
    if "--check" in sys.argv[1:]:
        differing = drifted()
        for name in differing:
            sys.stderr.write(
                f"contracts/openapi/{name} differs from the service: run `npm run generate` in web/\n"
            )
        return 1 if differing else 0
    FOLDER.mkdir(exist_ok=True)
    for name, text in texts().items():
        (FOLDER / name).write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
