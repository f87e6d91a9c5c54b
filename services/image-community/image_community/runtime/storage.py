"""The one place where a failing disk gets a name, whatever library met it first."""

from collections.abc import Iterator
from contextlib import contextmanager

from obstore.exceptions import BaseError as StoreError

from image_community.runtime.problem import StorageUnavailable


@contextmanager
def storing(what: str) -> Iterator[None]:
    """Files are read or written in it, and nothing else: sockets raise OSError, too.

    obstore has no name for a full disk (GenericError) and none of its own for a folder without rights, so all
    that it raises counts. Whatever an absent file means is decided inside.

    Raises:
        StorageUnavailable: the disk is full, read-only, away or broken, or too many files are open.
    """
    try:
        yield
    except (OSError, StoreError) as error:
        raise StorageUnavailable(f"{what}: {type(error).__name__}") from error
