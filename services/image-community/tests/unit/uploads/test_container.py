"""The first bytes decide."""

import pytest

from image_community.uploads.domain.container import Container, sniff

PAD = bytes(32)


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (b"\xff\xd8\xff\xe0", Container.JPEG),
        (b"\x89PNG\r\n\x1a\n", Container.PNG),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", Container.WEBP),
        (b"GIF89a", Container.GIF),
        (b"GIF87a", Container.GIF),
        (b"\x00\x00\x00\x20ftypavif", Container.AVIF),
        (b"\x00\x00\x00\x20ftypmif1\x00\x00\x00\x00mif1avif", Container.AVIF),
        (b"\x00\x00\x00\x20ftypheic\x00\x00\x00\x00mif1heic", None),
        (b"RIFF\x00\x00\x00\x00WAVEfmt ", None),
        (b"<svg xmlns=", None),
        (b"%PDF-1.7", None),
        (b"<html>", None),
        (b"", None),
    ],
)
def test_kind_by_first_bytes(head, kind):
    assert sniff((head + PAD)[:32]) is kind
    assert sniff(head) is kind or kind is not None
