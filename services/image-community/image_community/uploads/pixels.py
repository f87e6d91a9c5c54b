"""A program that decodes one untrusted image and re-encodes it: original on stdin, result on stdout.

It runs in its own short process (see `encoder.py`), so that a decoder that hangs, crashes or uses all memory
affects nothing else. It imports no module of ours. Its argument is libvips' loader: jpeg, png, webp, gif or
heif.

stdout: one line of JSON, then, if the image was accepted, the WebP file.
    {"cpu_seconds": 0.4, "width": 640, "height": 480}        one frame, orientation applied
    {"cpu_seconds": 0.1, "refused": "unreadable" | "too_large"}
`cpu_seconds` is the CPU time of this process, including its start.
Only the re-encoded image is stored: metadata, GPS and data appended to the image are dropped.
"""

import json
import os
import re
import resource
import sys
from typing import Any

MAX_PIXELS = 40_000_000  # all frames together
MAX_AVIF_PIXELS = 16_000_000  # AV1 is slower, and a file of 730 bytes can be expensive (decision 0029)
MAX_SIDE = 16_383  # the largest WebP
MAX_FRAMES = 300
MAX_CPU_SECONDS = 10
MAX_MEMORY_BYTES = 1_792 * 1024**2  # address space; decision 0029 has the use of the largest images
NICENESS = 10  # requests and databases come first
WEBP = {"Q": 85, "effort": 2}  # effort 2 takes half the time of the default 4 for 5 % more bytes
STDIN, STDOUT = 0, 1
# libjpeg's warnings about missing pixels
DAMAGE = (
    *("premature end of data segment", "Premature end of JPEG file"),
    *("bad Huffman code", "bad arithmetic code", "instead of RST"),
)
# and those with which all pixels may be intact; the first is about bytes after the last scan
HARMLESS = ("before marker 0xd9", "Invalid SOS parameters", "Inconsistent progression sequence")
MARKER = re.compile(rb"\xff+([\x01-\xcf\xd8-\xfe])")  # neither a stuffed zero nor a restart
APPLICATION = frozenset(bytes([code]) for code in (*range(0xE0, 0xF0), 0xFE))  # APPn, COM


class Refused(Exception):
    """The image is refused; the argument is the reason on stdout."""


def limit_resources() -> None:
    """Limit the resources of this process."""
    os.nice(NICENESS)
    resource.setrlimit(resource.RLIMIT_CPU, (MAX_CPU_SECONDS, MAX_CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY_BYTES, MAX_MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def reencode(vips: Any, loader: str) -> tuple[int, int, bytes]:
    """Width, height and WebP bytes of the image on stdin."""
    width, height, webp = encode(vips, vips.Source.new_from_descriptor(STDIN), loader)
    if loader == "jpeg":
        require_all_pixels(vips)
    return width, height, webp


def encode(vips: Any, source: Any, loader: str) -> tuple[int, int, bytes]:
    load = getattr(vips.Image, f"{loader}load_source")
    animated = {"n": -1} if loader in {"webp", "gif"} else {}
    # fail_on: without it libvips silently pads a truncated file with grey. Not "warning": many of libjpeg's
    # warnings are harmless, such as bytes between two markers.
    image = load(source, access="sequential", fail_on="error", **animated)
    frame_height = image.get("page-height") if image.get_typeof("page-height") else image.height
    most = MAX_AVIF_PIXELS if loader == "heif" else MAX_PIXELS
    check_header(image.width, frame_height, frames=image.height // frame_height, most=most)
    image = to_srgb(vips, image)
    if frame_height == image.height:
        image = upright(image)
        frame_height = image.height
    return image.width, frame_height, image.webpsave_buffer(keep="none", **WEBP)


def require_all_pixels(vips: Any) -> None:
    """Refuse a JPEG with missing pixels, which libjpeg fills with grey and reports as a warning.

    libjpeg reports only the first warning. If it is not about damage, the image is decoded again without the
    segments that may cause it; the second warning must be harmless, since it may hide a third.
    Not detected: damage after a scan with unusual parameters (the last two of HARMLESS).
    Source: libjpeg's jerror.h and emit_message in jerror.c.
    """
    warning = warnings_of(vips)
    if warning and not has_any(DAMAGE, warning):
        bare = without_extras(read_all(STDIN))
        vips.Image.jpegload_buffer(bare, access="sequential", fail_on="error").avg()
        warning = warnings_of(vips)
    if warning and not has_any(HARMLESS, warning):
        raise Refused("unreadable")


def warnings_of(vips: Any) -> str:
    """libvips' messages since the last call; pyvips' error reads and clears libvips' buffer."""
    return str(vips.Error("").detail)


def has_any(phrases: tuple[str, ...], warning: str) -> bool:
    return any(words in warning for words in phrases)


def read_all(descriptor: int) -> bytes:
    os.lseek(descriptor, 0, os.SEEK_SET)
    with os.fdopen(os.dup(descriptor), "rb") as file:
        return file.read()


def without_extras(jpeg: bytes) -> bytes:
    """Only the segments needed for pixels: tables, frame and scans (ITU-T T.81 B.1).

    Drops application segments, comments, and bytes between segments, which libjpeg skips too.
    """
    kept, at = [jpeg[:2]], 2
    while (marker := MARKER.search(jpeg, at)) and marker[1] != b"\xd9":
        length = int.from_bytes(jpeg[marker.end() : marker.end() + 2], "big")
        end = marker.end() + max(length, 2)
        if marker[1] == b"\xda":  # a scan: entropy-coded data follow, with restart markers
            following = MARKER.search(jpeg, end)
            end = following.start() if following else len(jpeg)
        if marker[1] not in APPLICATION:
            kept.append(jpeg[marker.start() : end])
        at = end
    return b"".join([*kept, b"\xff\xd9"])


def check_header(width: int, height: int, *, frames: int, most: int) -> None:
    """Refuse by the header, before decoding; `most`: the largest number of pixels."""
    if width * height * frames > most or max(width, height) > MAX_SIDE or frames > MAX_FRAMES:
        raise Refused("too_large")


def upright(image: Any) -> Any:
    """Rotated by its EXIF orientation. Sequential access yields lines only from top to bottom, so an image to
    rotate is kept in memory: 160 MB at most, in 8-bit colour."""
    if image.get_typeof("orientation") and image.get("orientation") > 1:
        image = image.copy_memory()
    return image.autorot()


def to_srgb(vips: Any, image: Any) -> Any:
    """8-bit sRGB, through the embedded colour profile if it is usable."""
    if image.get_typeof("icc-profile-data"):
        try:
            return image.icc_transform("srgb", embedded=True, intent="perceptual", depth=8)
        except vips.Error:  # a profile for another colour space, as some editors leave behind
            return image.colourspace("srgb")
    return image.colourspace("srgb")


def cpu_seconds() -> float:
    """CPU time of this process so far, over all threads."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return round(used.ru_utime + used.ru_stime, 3)


def main() -> int:
    """Read, refuse or encode, write the result."""
    limit_resources()
    os.environ["VIPS_CONCURRENCY"] = "1"
    import pyvips  # noqa: PLC0415 - after the limits, which its start-up must obey too

    webp = b""
    answer: dict[str, float | str]
    try:
        width, height, webp = reencode(pyvips, sys.argv[1])
        answer = {"width": width, "height": height}
    except Refused as refused:
        answer = {"refused": str(refused)}
    except pyvips.Error:
        answer = {"refused": "unreadable"}
    answer["cpu_seconds"] = cpu_seconds()
    with os.fdopen(STDOUT, "wb") as out:
        out.write(json.dumps(answer).encode() + b"\n" + webp)
    return 0


if __name__ == "__main__":
    sys.exit(main())
