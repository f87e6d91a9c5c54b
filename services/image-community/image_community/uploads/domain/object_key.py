"""Where a file lives, and under which address it is seen.

The key is a hash of owner and bytes: the same bytes by the same user are one file, and one user's deletion
never touches another's. Everything stored is WebP, so one fixed Content-Type serves them all.
"""

import hashlib
from typing import IO

URL_PREFIX = "/uploads/"
CHUNK_BYTES = 1024 * 1024


def object_key(user_id: int, file: IO[bytes]) -> str:
    """The key of a user's original bytes, read from the start of `file`: `ab/abcd….webp`."""
    digest = hashlib.sha256(f"{user_id}:".encode())
    file.seek(0)
    while chunk := file.read(CHUNK_BYTES):
        digest.update(chunk)
    name = digest.hexdigest()
    return f"{name[:2]}/{name}.webp"


def url_path(key: str) -> str:
    """The site-relative address of a key, as kept in `image_posts.image_url`."""
    return URL_PREFIX + key


def key_of(image_url: str) -> str:
    """The key of a stored address."""
    return image_url.removeprefix(URL_PREFIX)
