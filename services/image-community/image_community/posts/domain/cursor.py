"""A position in a list of posts, newest first: opaque text for clients, (created_at, id) for us."""

import base64
import binascii
import struct
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from image_community.posts.errors import InvalidCursor

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
FORMAT = struct.Struct(">qi")  # microseconds since 1970, post id


@dataclass(frozen=True, slots=True)
class Cursor:
    """The last post of the previous page."""

    created_at: datetime
    id: int

    def encode(self) -> str:
        """As sent to clients: 16 characters that need no quoting in a URL."""
        microseconds = (self.created_at - EPOCH) // timedelta(microseconds=1)
        return base64.urlsafe_b64encode(FORMAT.pack(microseconds, self.id)).decode()

    @classmethod
    def decode(cls, text: str) -> "Cursor":
        """The position in `text`.

        Raises:
            InvalidCursor: it is not an encoded position.
        """
        try:
            microseconds, post_id = FORMAT.unpack(base64.b64decode(text, altchars=b"-_", validate=True))
            return cls(EPOCH + timedelta(microseconds=microseconds), post_id)
        except (binascii.Error, struct.error, ValueError, OverflowError) as error:
            raise InvalidCursor from error
