"""The container format of an image, by its first bytes. Its name and declared type are ignored."""

from enum import StrEnum

SNIFF_BYTES = 32


class Container(StrEnum):
    """The accepted formats; the value is libvips' loader."""

    JPEG = "jpeg"
    PNG = "png"
    WEBP = "webp"
    GIF = "gif"
    AVIF = "heif"


AVIF_BRANDS = frozenset({b"avif", b"avis"})


def sniff(head: bytes) -> Container | None:
    """The format of a file that begins with `head` (SNIFF_BYTES or more); None if it is not accepted."""
    if head.startswith(b"\xff\xd8\xff"):
        return Container.JPEG
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return Container.PNG
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return Container.WEBP
    if head[:6] in {b"GIF87a", b"GIF89a"}:
        return Container.GIF
    # ISO 14496-12 4.3: box size, "ftyp", major brand, minor version, compatible brands
    brands = {head[8:12], *(head[at : at + 4] for at in range(16, SNIFF_BYTES, 4))}
    if head[4:8] == b"ftyp" and AVIF_BRANDS & brands:
        return Container.AVIF
    return None
