"""The program that decodes one untrusted image and encodes it anew: original on stdin, result on stdout.

It runs as its own short process (see `encoder.py`), so that a decoder that hangs, crashes or eats memory
takes nothing with it, and imports nothing of ours. The one argument is libvips' loader: jpeg, png, webp, gif
or heif.

stdout: one line of JSON, then, if the image was taken, the WebP file.
    {"cpu_seconds": 0.4, "width": 640, "height": 480}        one frame, orientation applied
    {"cpu_seconds": 0.1, "refused": "unreadable" | "too_large"}
`cpu_seconds` is all that this process has used, its start included.
What is stored is only what was encoded here: metadata, GPS and anything hidden behind the image are gone.
"""

import json
import os
import re
import resource
import sys
from typing import Any

MAX_PIXELS = 40_000_000  # all frames together
MAX_AVIF_PIXELS = 16_000_000  # AV1 is slower, and 730 bytes can make it work (decision 0029)
MAX_SIDE = 16_383  # the largest WebP
MAX_FRAMES = 300
MAX_CPU_SECONDS = 10
MAX_MEMORY_BYTES = 1_792 * 1024**2  # address space; what the largest images take stands in decision 0029
NICENESS = 10  # requests and databases come first
WEBP = {"Q": 85, "effort": 2}  # effort 2 takes half the time of the default 4 for 5 % more bytes
STDIN, STDOUT = 0, 1
# libjpeg's warnings about data of which pixels are missing
DAMAGE = (
    *("premature end of data segment", "Premature end of JPEG file"),
    *("bad Huffman code", "bad arithmetic code", "instead of RST"),
)
# and those after which every pixel may still be there; the first is of bytes behind the last scan
HARMLESS = ("before marker 0xd9", "Invalid SOS parameters", "Inconsistent progression sequence")
MARKER = re.compile(rb"\xff+([\x01-\xcf\xd8-\xfe])")  # neither a stuffed zero nor a restart
APPLICATION = frozenset(bytes([code]) for code in (*range(0xE0, 0xF0), 0xFE))  # APPn, COM


class Refused(Exception):
    """The image is not taken; the argument is the reason given on stdout."""


def limit_resources() -> None:
    """Bound what this process may use, whatever the decoder does."""
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
    # fail_on: without it libvips pads a truncated file with grey and says nothing. Nor "warning": libjpeg
    # warns of much that is harmless, as of bytes between two markers.
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
    """Refuses a JPEG whose data end before its pixels do, which libjpeg fills with grey and warns of.

    libjpeg tells of the first warning alone. If that was not of damage, the image is decoded once more
    without what it was about; what it then warns of must be harmless, for it may hide a second one.
    Not seen: damage behind a scan whose parameters are unusual (the last two of HARMLESS).
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
    """What libvips has noted since it was asked last; pyvips' error takes it, and empties libvips' buffer."""
    return str(vips.Error("").detail)


def has_any(phrases: tuple[str, ...], warning: str) -> bool:
    return any(words in warning for words in phrases)


def read_all(descriptor: int) -> bytes:
    os.lseek(descriptor, 0, os.SEEK_SET)
    with os.fdopen(os.dup(descriptor), "rb") as file:
        return file.read()


def without_extras(jpeg: bytes) -> bytes:
    """Only the segments that pixels are decoded from: tables, frame and scans (ITU-T T.81 B.1).

    Applications' segments and comments go, and whatever lies between segments, which libjpeg skips, too.
    """
    kept, at = [jpeg[:2]], 2
    while (marker := MARKER.search(jpeg, at)) and marker[1] != b"\xd9":
        length = int.from_bytes(jpeg[marker.end() : marker.end() + 2], "big")
        end = marker.end() + max(length, 2)
        if marker[1] == b"\xda":  # a scan: its entropy-coded data follow, restart markers among them
            following = MARKER.search(jpeg, end)
            end = following.start() if following else len(jpeg)
        if marker[1] not in APPLICATION:
            kept.append(jpeg[marker.start() : end])
        at = end
    return b"".join([*kept, b"\xff\xd9"])


def check_header(width: int, height: int, *, frames: int, most: int) -> None:
    """Refuse by the header alone, before a single pixel is decoded; `most` pixels are taken."""
    if width * height * frames > most or max(width, height) > MAX_SIDE or frames > MAX_FRAMES:
        raise Refused("too_large")


def upright(image: Any) -> Any:
    """Turned as its orientation says. Sequential reading gives lines from top to bottom only, so what is to
    be turned is kept whole: 160 MB at most, in 8-bit colour."""
    if image.get_typeof("orientation") and image.get("orientation") > 1:
        image = image.copy_memory()
    return image.autorot()


def to_srgb(vips: Any, image: Any) -> Any:
    """8-bit sRGB, through the embedded colour profile if there is a usable one."""
    if image.get_typeof("icc-profile-data"):
        try:
            return image.icc_transform("srgb", embedded=True, intent="perceptual", depth=8)
        except vips.Error:  # a profile for another colour space, as some editors leave behind
            return image.colourspace("srgb")
    return image.colourspace("srgb")


def cpu_seconds() -> float:
    """What this process has used so far, all threads together."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return round(used.ru_utime + used.ru_stime, 3)


def main() -> int:
    """Read, refuse or encode, write."""
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
