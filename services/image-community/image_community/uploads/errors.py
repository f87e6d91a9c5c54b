"""Why a file is refused as an image. Transport checks its size, and the type of the form: 413 and 415."""

from image_community.errors import DomainError, Kind


class UnreadableImage(DomainError):
    """By its first bytes no image of a kind that is taken, or its pixels cannot be decoded completely."""

    kind, code, field = Kind.INVALID, "unreadable_image", "file"
    detail = "The file cannot be read: send a whole, undamaged JPEG, PNG, WebP, GIF or AVIF image."


class ImageTooLarge(DomainError):
    """More pixels, a longer side or more frames than we decode."""

    kind, code, field = Kind.INVALID, "image_too_large", "file"
    detail = "The image has too many pixels: at most 40 megapixels (AVIF 16), 16383 on a side and 300 frames."
