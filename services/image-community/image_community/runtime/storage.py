"""Maps disk errors of all libraries to StorageUnavailable."""

from collections.abc import Iterator
from contextlib import contextmanager

from obstore.exceptions import BaseError as StoreError

from image_community.runtime.problem import StorageUnavailable


@contextmanager
def storing(what: str) -> Iterator[None]:
    """Around file operations only, since sockets raise OSError too.

    obstore has no specific error for a full disk (GenericError) or missing permissions, so all its errors
    count. Handle an absent file inside.

    Raises:
        StorageUnavailable: the disk is full, read-only, unavailable or broken, or too many files are open.
    """
    try:
        yield
    except (OSError, StoreError) as error:
        raise StorageUnavailable(f"{what}: {type(error).__name__}") from error
