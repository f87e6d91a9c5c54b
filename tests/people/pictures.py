"""Real pictures made on the spot: colour gradients, no two alike."""

import secrets
import struct

import pyvips


def picture(suffix: str, *, width: int = 640, height: int = 480) -> bytes:
    """An encoded image; `suffix` is `.jpg`, `.png` or `.webp`."""
    ramp = pyvips.Image.xyz(width, height)
    red = (ramp[0] * 255 / width + secrets.randbelow(256)) % 256
    green = (ramp[1] * 255 / height + secrets.randbelow(256)) % 256
    blue = red * 0 + secrets.randbelow(256)
    image = red.bandjoin([green, blue]).cast("uchar").copy(interpretation="srgb")
    encoded: bytes = image.write_to_buffer(suffix)
    return encoded


def flat_avif(width: int, height: int, *, number: int = 0) -> bytes:
    """One colour: about 700 bytes that take a decoder as long as any image of the size.

    4000 x 4000 is the largest that is taken; it costs about 1.2 CPU seconds (decision 0029). `number`
    stands in a box that decoders pass over (ISO 14496-12 8.1.2): no two are the same bytes, and one post.
    """
    flat = pyvips.Image.black(width, height, bands=3).linear(1, [10, 200, 30])
    image = flat.cast("uchar").copy(interpretation="srgb")
    encoded: bytes = image.heifsave_buffer(compression="av1", effort=0)
    return encoded + struct.pack(">I4sI", 12, b"free", number)
