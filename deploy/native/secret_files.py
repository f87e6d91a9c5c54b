"""Secrets, created at the first start: one file each, mode 0600, never overwritten."""

import os
import secrets
from pathlib import Path

NAMES = (
    "postgres_password",
    "auth_match_database_password",
    "image_community_database_password",
    "redis_password",
    "auth_match_secret_key",
    "auth_match_service_credential",
)


def make_missing(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    for name in NAMES:
        _make(folder / name)


def _make(path: Path) -> None:
    if path.exists():
        return
    # written to a draft and renamed, so that an interrupted start leaves no incomplete secret
    draft = path.with_suffix(".new")
    draft.unlink(missing_ok=True)
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w") as file:
        file.write(secrets.token_urlsafe(48))
    draft.rename(path)
