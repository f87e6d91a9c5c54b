"""A position in the history of a user, the latest pair first: opaque text for clients, (time, id) for us."""

import base64
import binascii
import struct
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
FORMAT = struct.Struct(">qi")  # microseconds since 1970, row id


@dataclass(frozen=True, slots=True)
class HistoryCursor:
    """The last pair of the previous page."""

    last_matched_at: datetime
    id: int

    def encode(self) -> str:
        """16 characters that need no quoting in a URL."""
        microseconds = (self.last_matched_at - EPOCH) // timedelta(microseconds=1)
        return base64.urlsafe_b64encode(FORMAT.pack(microseconds, self.id)).decode()

    @classmethod
    def decode(cls, text: str) -> "HistoryCursor":
        """The position in `text`.

        Raises: ValueError: it is not an encoded position.
        """
        try:
            microseconds, row_id = FORMAT.unpack(base64.b64decode(text, altchars=b"-_", validate=True))
            return cls(EPOCH + timedelta(microseconds=microseconds), row_id)
        except (binascii.Error, struct.error, OverflowError) as error:
            raise ValueError("no cursor") from error
