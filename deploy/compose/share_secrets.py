"""The first job of compose: creates the secrets once and gives each service only its own.

One volume that no service mounts holds all secrets. Each service has its own volume with copies that only its
user can read. Existing files are not overwritten, so the job may run at every start.
Runs as root, only with the capabilities to change owners.
"""

import os
import sys
from dataclasses import dataclass
from pathlib import Path

from native import secret_files

AUTH_MATCH, IMAGE_COMMUNITY, DATABASES, REDIS = 10001, 10002, 10003, 10004
# The postgres image has its own user, whose id differs between images; so the user gets an additional group.
POSTGRES_GROUP = 10070


@dataclass(frozen=True, slots=True)
class Share:
    """A volume with copies of the named secrets. With ``group``: owned by root, readable by the group."""

    volume: str
    names: tuple[str, ...]
    user: int = 0
    group: int | None = None

    @property
    def modes(self) -> tuple[int, int]:
        """The modes of the folder and of its files."""
        return (0o500, 0o400) if self.group is None else (0o750, 0o440)


@dataclass(frozen=True, slots=True)
class Folder:
    """A data volume, owned by the user that writes to it."""

    volume: str
    user: int
    mode: int


SHARES = (
    Share("postgres-secrets", ("postgres_password",), group=POSTGRES_GROUP),
    Share(
        "databases-secrets",
        ("postgres_password", "auth_match_database_password", "image_community_database_password"),
        user=DATABASES,
    ),
    Share("redis-secrets", ("redis_password",), user=REDIS),
    Share(
        "auth-match-secrets",
        (
            "auth_match_secret_key",
            "auth_match_service_credential",
            "auth_match_database_password",
            "redis_password",
        ),
        user=AUTH_MATCH,
    ),
    Share(
        "image-community-secrets",
        # the credential of auth-match's internal port, with which this service reads account events
        ("image_community_database_password", "redis_password", "auth_match_service_credential"),
        user=IMAGE_COMMUNITY,
    ),
)
FOLDERS = (
    # like /tmp: its user creates a private folder inside
    Folder("postgres-data", user=0, mode=0o1777),
    Folder("signing-keys", user=AUTH_MATCH, mode=0o700),
    Folder("static", user=AUTH_MATCH, mode=0o755),
    Folder("media", user=IMAGE_COMMUNITY, mode=0o755),
    # nginx serves the first; it runs as another user, so it cannot enter the second
    Folder("media/public", user=IMAGE_COMMUNITY, mode=0o755),
    Folder("media/withheld", user=IMAGE_COMMUNITY, mode=0o700),
)


def share_all(volumes: Path) -> None:
    """``volumes`` holds one folder per volume, named as above, and ``all-secrets``."""
    everything = volumes / "all-secrets"
    secret_files.make_missing(everything)
    for share in SHARES:
        _fill(volumes / share.volume, share, everything)
    for folder in FOLDERS:
        _hand_over(volumes / folder.volume, folder)


def _fill(target: Path, share: Share, everything: Path) -> None:
    folder_mode, file_mode = share.modes
    group = share.user if share.group is None else share.group
    for name in share.names:
        if not (target / name).exists():
            # change the owner before renaming: a service never finds a file that it cannot read
            draft = target / f".{name}.new"
            draft.unlink(missing_ok=True)
            draft.touch(mode=0o600)
            draft.write_bytes((everything / name).read_bytes())
            os.chown(draft, share.user, group)
            draft.chmod(file_mode)
            draft.rename(target / name)
    os.chown(target, share.user, group)
    target.chmod(folder_mode)


def _hand_over(target: Path, folder: Folder) -> None:
    target.mkdir(exist_ok=True)
    os.chown(target, folder.user, folder.user)
    target.chmod(folder.mode)


if __name__ == "__main__":
    share_all(Path(sys.argv[1]))
