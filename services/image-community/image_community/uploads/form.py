"""Reads a multipart form as a stream: the file to disk, the text fields to memory.

Refuses as early as possible: the type by the first bytes, the size at the first byte over the limit.
"""

from __future__ import annotations

import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import IO, TYPE_CHECKING

from fastapi import HTTPException, Request
from python_multipart import MultipartParser
from python_multipart.exceptions import FormParserError
from python_multipart.multipart import parse_options_header

if TYPE_CHECKING:
    from python_multipart.multipart import MultipartCallbacks

from image_community.runtime.storage import storing
from image_community.uploads.domain.container import SNIFF_BYTES, Container, sniff
from image_community.uploads.errors import UnreadableImage

MAX_UPLOAD_BYTES = 10 * 1024**2
MAX_FIELD_BYTES = 16 * 1024
MAX_PARTS = 16
MAX_FORM_BYTES = MAX_UPLOAD_BYTES + 64 * 1024  # the file, the fields and multipart overhead


@dataclass(slots=True)
class UploadForm:
    """Text fields by name, and the file with its container, if there was one."""

    fields: dict[str, str]
    file: IO[bytes] | None
    container: Container | None


@dataclass(slots=True)
class _Part:
    name: str = ""
    is_file: bool = False
    disposition: bytes = b""
    header_name: bytearray = field(default_factory=bytearray)
    header_value: bytearray = field(default_factory=bytearray)
    text: bytearray = field(default_factory=bytearray)


async def read_form(request: Request, into: IO[bytes]) -> UploadForm:
    """Read the request's body, the part named `file` into `into`.

    Raises:
        HTTPException: 400 malformed multipart, 413 too large, 415 another type of body.
        UnreadableImage: the file is no image, by its first bytes.
        StorageUnavailable: `into` cannot be written.
    """
    kind, options = parse_options_header(request.headers.get("content-type"))
    if kind != b"multipart/form-data":
        raise HTTPException(415, "Send the image as multipart/form-data.")
    if not options.get(b"boundary"):
        raise HTTPException(400, "The multipart body names no boundary.")
    reader = _Reader(into)
    try:
        await _feed(reader, MultipartParser(options[b"boundary"], reader.callbacks()), request.stream())
    except FormParserError as error:
        raise HTTPException(400, "The multipart body is malformed.") from error
    return reader.form()


@contextmanager
def new_file() -> Iterator[IO[bytes]]:
    """An unnamed temporary file, deleted when closed.

    Raises:
        StorageUnavailable: the temporary folder is full or unavailable, or too many files are open.
    """
    with storing("spool"):
        file = tempfile.TemporaryFile()  # noqa: SIM115 - closed below
    try:
        yield file
    finally:
        # After a failed write, close repeats it, and its error would hide the first one.
        with suppress(OSError):
            file.close()


async def _feed(reader: _Reader, parser: MultipartParser, stream: AsyncIterator[bytes]) -> None:
    async for chunk in stream:
        parser.write(chunk)
    parser.finalize()
    reader.flush()
    if not reader.complete:
        raise HTTPException(400, "The multipart body ended before it was complete.")


class _Reader:
    """Collects the events of python-multipart's parser."""

    def __init__(self, into: IO[bytes]) -> None:
        self.complete = False
        self._into = into
        self._head = b""
        self._file_bytes = 0
        self._files = 0
        self._parts = 0
        self._part = _Part()
        self._fields: dict[str, str] = {}

    def callbacks(self) -> MultipartCallbacks:
        """The callbacks, by event name."""
        return {
            "on_part_begin": self._begin,
            "on_header_field": lambda data, start, end: self._part.header_name.extend(data[start:end]),
            "on_header_value": lambda data, start, end: self._part.header_value.extend(data[start:end]),
            "on_header_end": self._header,
            "on_headers_finished": self._headers,
            "on_part_data": self._data,
            "on_part_end": self._end,
            "on_end": self._finish,
        }

    def flush(self) -> None:
        """Write buffered data, which may not fit on the disk."""
        with storing("spool"):
            self._into.flush()

    def form(self) -> UploadForm:
        """The result. The caller distinguishes an empty from a missing file."""
        if not self._files:
            return UploadForm(self._fields, None, None)
        container = sniff(self._head)
        if container is None:
            raise UnreadableImage
        return UploadForm(self._fields, self._into, container)

    def _begin(self) -> None:
        self._parts += 1
        if self._parts > MAX_PARTS:
            raise HTTPException(400, "The form has too many parts.")
        self._part = _Part()

    def _header(self) -> None:
        if self._part.header_name.lower() == b"content-disposition":
            self._part.disposition = bytes(self._part.header_value)
        self._part.header_name.clear()
        self._part.header_value.clear()

    def _headers(self) -> None:
        _, options = parse_options_header(self._part.disposition)
        self._part.name = _decoded(options.get(b"name", b""))
        self._part.is_file = self._part.name == "file"
        self._files += self._part.is_file
        if self._files > 1:
            raise HTTPException(400, "Send one file.")

    def _data(self, data: bytes, start: int, end: int) -> None:
        piece = data[start:end]
        if self._part.is_file:
            self._file_data(piece)
            return
        self._part.text.extend(piece)
        if len(self._part.text) > MAX_FIELD_BYTES:
            raise HTTPException(413, f"The field {self._part.name[:50]!a} is too long.")

    def _file_data(self, piece: bytes) -> None:
        self._file_bytes += len(piece)
        if self._file_bytes > MAX_UPLOAD_BYTES:
            raise HTTPException(413, "The file is larger than 10 MiB.")
        if len(self._head) < SNIFF_BYTES:
            self._head += piece[: SNIFF_BYTES - len(self._head)]
            if len(self._head) == SNIFF_BYTES and sniff(self._head) is None:
                raise UnreadableImage
        with storing("spool"):
            self._into.write(piece)

    def _end(self) -> None:
        if not self._part.is_file:
            self._fields[self._part.name] = _decoded(bytes(self._part.text))

    def _finish(self) -> None:
        self.complete = True


def _decoded(text: bytes) -> str:
    try:
        return text.decode()
    except UnicodeDecodeError as error:
        raise HTTPException(400, "The form's text is not UTF-8.") from error
