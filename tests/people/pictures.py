"""Real pictures made on the spot: colour gradients, no two alike."""

import secrets

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
