"""JPEG files as real programs write them, and variants with damaged headers."""

import io
import struct
from collections.abc import Iterator
from fractions import Fraction

import av
import pyvips
from PIL import Image, ImageCms

WIDTH, HEIGHT = 320, 240
FRAME_MARKERS = {0xC0, 0xC1, 0xC2, 0xC9, 0xCA}  # SOF of ITU-T T.81 table B.1


def scene(width: int = WIDTH, height: int = HEIGHT) -> Image.Image:
    noise = pyvips.Image.gaussnoise(width, height, mean=128, sigma=40, seed=7).cast("uchar")
    bands = noise.bandjoin([noise.invert(), noise.rot180()]).copy(interpretation="srgb")
    return Image.frombytes("RGB", (width, height), bytes(bands.write_to_memory()))


def saved(image: Image.Image, **options: object) -> bytes:
    file = io.BytesIO()
    image.save(file, "JPEG", **options)
    return file.getvalue()


def segments(jpeg: bytes) -> Iterator[tuple[int, int]]:
    """(marker, offset of its 0xFF) up to the first scan."""
    at = 2
    while True:
        marker = jpeg[at + 1]
        yield marker, at
        if marker == 0xDA:
            return
        at += 2 + int.from_bytes(jpeg[at + 2 : at + 4], "big")


def with_size(jpeg: bytes, width: int, height: int) -> bytes:
    """The same data with another size in the frame header."""
    at = next(at for marker, at in segments(jpeg) if marker in FRAME_MARKERS)
    return jpeg[: at + 5] + struct.pack(">HH", height, width) + jpeg[at + 9 :]


def with_bytes_before(jpeg: bytes, number: int, extra: bytes) -> bytes:
    """`extra` between two segments, before the one with this number."""
    at = [at for _, at in segments(jpeg)][number]
    return jpeg[:at] + extra + jpeg[at:]


def with_bytes_after_first_scan(jpeg: bytes, extra: bytes) -> bytes:
    """libjpeg warns of these bytes, and of nothing after."""
    first_scan = [at for _, at in segments(jpeg)][-1]
    at = jpeg.index(b"\xff\xc4", first_scan)  # the tables of the second scan
    return jpeg[:at] + extra + jpeg[at:]


def with_segment(jpeg: bytes, marker: int, payload: bytes) -> bytes:
    return jpeg[:2] + bytes([0xFF, marker]) + struct.pack(">H", len(payload) + 2) + payload + jpeg[2:]


def encoded_by_pillow() -> Iterator[tuple[str, bytes]]:
    rgb = scene()
    for mode in ("RGB", "L", "CMYK"):
        for quality in (5, 50, 95, 100):
            for progressive in (False, True):
                options = {"quality": quality, "progressive": progressive, "optimize": quality != 50}
                yield f"{mode} {quality} progressive={progressive}", saved(rgb.convert(mode), **options)
    for subsampling in ("4:4:4", "4:2:2", "4:2:0"):
        yield subsampling, saved(rgb, subsampling=subsampling)
        yield f"{subsampling} restarts", saved(rgb, subsampling=subsampling, restart_marker_blocks=3)
        yield f"{subsampling} restarts by row", saved(rgb, subsampling=subsampling, restart_marker_rows=1)
    yield "not YCbCr", saved(rgb, keep_rgb=True)
    yield "comment", saved(rgb, comment=b"made by a camera" * 100)
    yield "resolution", saved(rgb, dpi=(300, 300))
    exif = Image.Exif()
    exif[0x010F], exif[0x0112] = "Maker", 6
    yield "EXIF, upright", saved(rgb, exif=exif)
    yield (
        "profile",
        saved(rgb, icc_profile=ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()),
    )
    yield "no profile, but called one", saved(rgb, icc_profile=b"\0" * 200)
    for width, height in ((1, 1), (7, 5), (8, 8), (17, 33), (1, 300), (300, 1), (1021, 13)):
        yield f"{width} x {height}", saved(scene(width, height))
        yield f"{width} x {height} progressive", saved(scene(width, height), progressive=True)


def encoded_by_others() -> Iterator[tuple[str, bytes]]:
    image = pyvips.Image.new_from_buffer(saved(scene(), quality=100), "")
    for name, options in {
        "libvips": {},
        "libvips trellis": {"trellis_quant": True, "overshoot_deringing": True, "optimize_scans": True},
        "libvips interlaced": {"interlace": True, "optimize_coding": True, "subsample_mode": "off"},
        "libvips restarts": {"restart_interval": 4},
    }.items():
        yield name, bytes(image.jpegsave_buffer(**options))
    for pixels in ("yuvj420p", "yuvj422p", "yuvj444p"):
        yield f"ffmpeg {pixels}", _by_ffmpeg(pixels)


def _by_ffmpeg(pixels: str) -> bytes:
    codec = av.CodecContext.create("mjpeg", "w")
    codec.width, codec.height, codec.pix_fmt, codec.time_base = WIDTH, HEIGHT, pixels, Fraction(1)
    frame = av.VideoFrame.from_image(scene()).reformat(format=pixels)
    frame.pts = 0
    return b"".join(bytes(packet) for packet in [*codec.encode(frame), *codec.encode(None)])


def with_quirks() -> Iterator[tuple[str, bytes]]:
    """Complete images in files that deviate from the standard: libjpeg warns of some."""
    for name, jpeg in (("baseline", saved(scene())), ("progressive", saved(scene(), progressive=True))):
        for extra in (b"\0", b"\0" * 7, b"\x12\x34" * 20):
            yield f"{name}, {len(extra)} bytes before the tables", with_bytes_before(jpeg, 1, extra)
            yield f"{name}, {len(extra)} bytes before the scan", with_bytes_before(jpeg, -1, extra)
        yield f"{name}, fill bytes", with_bytes_before(jpeg, 1, b"\xff" * 5)
        yield f"{name}, zeros behind its end", jpeg + b"\0" * 4096
        yield f"{name}, ones behind its end", jpeg + b"\xff" * 512
        yield f"{name}, another image behind its end", jpeg + saved(scene(80, 60))
        yield f"{name}, zeros before its end", jpeg[:-2] + b"\0" * 10 + jpeg[-2:]
        yield f"{name}, Adobe's marker unknown", with_segment(jpeg, 0xEE, b"Adobe\0\x64\0\0\0\0\x07")
        yield f"{name}, JFIF of tomorrow", _other_jfif(jpeg)
        yield f"{name}, a profile in pieces out of order", with_segment(jpeg, 0xE2, b"ICC_PROFILE\0\x09\x02x")
        yield f"{name}, an image in its EXIF", with_segment(jpeg, 0xE1, b"Exif\0\0" + saved(scene(64, 48)))
        yield f"{name}, an empty comment", with_segment(jpeg, 0xFE, b"")


def _other_jfif(jpeg: bytes) -> bytes:
    assert jpeg[6:10] == b"JFIF"
    return jpeg[:11] + b"\x03" + jpeg[12:]


def honest() -> dict[str, bytes]:
    return dict([*encoded_by_pillow(), *encoded_by_others(), *with_quirks()])


def damaged() -> dict[str, bytes]:
    """The frame header is wrong, or the data stop early: pixels are missing."""
    files: dict[str, bytes] = {}
    kinds = {
        "baseline": saved(scene()),
        "progressive": saved(scene(), progressive=True),
        "grey": saved(scene().convert("L")),
        "CMYK": saved(scene().convert("CMYK")),
        "restarts": saved(scene(), restart_marker_blocks=3),
    }
    for name, jpeg in kinds.items():
        for width, height in ((1200, 1200), (WIDTH, HEIGHT * 2), (WIDTH, HEIGHT + 16), (WIDTH * 2, HEIGHT)):
            files[f"{name}, {width} x {height}"] = with_size(jpeg, width, height)
        large = with_size(jpeg, 1200, 600)
        files[f"{name}, and bytes between segments"] = with_bytes_before(large, 1, b"\0" * 4)
        files[f"{name}, and Adobe's marker unknown"] = with_segment(large, 0xEE, b"Adobe\0\x64\0\0\0\0\x07")
        files[f"{name}, half of it"] = jpeg[: len(jpeg) // 2]
        files[f"{name}, half of it and an end"] = jpeg[: len(jpeg) // 2] + b"\xff\xd9"
    untidy = with_bytes_after_first_scan(kinds["progressive"], b"\x12\x34\x56")
    half = untidy[: len(untidy) // 2] + b"\xff\xd9"
    files["progressive, bytes after its first scan, and half of it"] = half
    return files
