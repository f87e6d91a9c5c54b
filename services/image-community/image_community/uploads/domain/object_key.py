"""The key of a file, and its public URL path.

The key is a hash of owner and bytes: the same bytes by the same user are one file, and a deletion never
affects files of other users. Every file is WebP, so one fixed Content-Type fits all.
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
    """The site-relative URL of a key, as stored in `image_posts.image_url`."""
    return URL_PREFIX + key


def key_of(image_url: str) -> str:
    """The key of a stored URL."""
    return image_url.removeprefix(URL_PREFIX)
