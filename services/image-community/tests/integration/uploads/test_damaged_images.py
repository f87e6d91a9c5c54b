"""A file with fewer pixels than its header says is refused, in every format; an untidy file is not."""

import json
import struct
import subprocess
import sys
import tempfile
import zlib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import matplotlib as mpl
import pytest
import pyvips

from image_community.uploads.encoder import PROGRAM

from . import jpegs

UNREADABLE = {"refused": "unreadable"}


def decoded(content: bytes, loader: str) -> dict[str, Any]:
    """The output of the decoder program for the file."""
    with tempfile.TemporaryFile() as file:
        file.write(content)
        file.seek(0)
        command = [sys.executable, "-P", PROGRAM, loader]
        output = subprocess.run(command, stdin=file, capture_output=True, check=True).stdout
    answer: dict[str, Any] = json.loads(output.partition(b"\n")[0])
    answer.pop("cpu_seconds")
    return answer


def warns(jpeg: bytes) -> bool:
    try:
        pyvips.Image.jpegload_buffer(jpeg, fail_on="warning").avg()
    except pyvips.Error:
        return True
    return False


def all_decoded(files: dict[str, bytes]) -> dict[str, dict[str, Any]]:
    with ThreadPoolExecutor(max_workers=2) as threads:
        return dict(zip(files, threads.map(lambda each: decoded(each, "jpeg"), files.values()), strict=True))


def test_no_honest_jpeg_is_refused_also_if_libjpeg_warns_of_it() -> None:
    files = jpegs.honest()
    assert len(files) >= 60
    assert sum(map(warns, files.values())) >= 10
    answers = all_decoded(files)
    assert {name: answer for name, answer in answers.items() if "refused" in answer} == {}


def test_photograph_of_another_camera_is_taken() -> None:
    photograph = Path(mpl.get_data_path()) / "sample_data" / "grace_hopper.jpg"
    assert decoded(photograph.read_bytes(), "jpeg") == {"width": 512, "height": 600}


def test_jpeg_whose_pixels_are_not_all_there_is_refused() -> None:
    answers = all_decoded(jpegs.damaged())
    assert {name: answer for name, answer in answers.items() if answer != UNREADABLE} == {}


async def test_damaged_jpeg_is_refused_with_the_code_of_damaged_files(upload, alice) -> None:
    answer = await upload(alice, jpegs.with_size(jpegs.saved(jpegs.scene()), 6000, 6000))
    assert (answer.status_code, answer.json()["code"]) == (422, "unreadable_image")


def png(width: int, height: int, **options: Any) -> bytes:
    content = bytes(picture().pngsave_buffer(**options))
    header = struct.pack(">II", width, height) + content[24:29]
    return content[:16] + header + struct.pack(">I", zlib.crc32(b"IHDR" + header)) + content[33:]


def webp(width: int, height: int, *, lossless: bool) -> bytes:
    content = bytearray(picture().webpsave_buffer(lossless=lossless, keep="none"))
    if lossless:  # RFC 9649 3.4: 14 bits each, less one
        bits = int.from_bytes(content[21:25], "little") & ~0xFFFFFFF
        content[21:25] = (bits | (width - 1) | (height - 1) << 14).to_bytes(4, "little")
    else:  # RFC 6386 9.1
        content[26:30] = struct.pack("<HH", width, height)
    return bytes(content)


def avif(width: int, height: int) -> bytes:
    content = bytes(picture().heifsave_buffer(compression="av1", effort=0))
    at = content.index(b"ispe") + 8  # ISO 23008-12 6.5.3
    return content[:at] + struct.pack(">II", width, height) + content[at + 8 :]


def picture() -> pyvips.Image:
    return pyvips.Image.new_from_buffer(jpegs.saved(jpegs.scene()), "")


SIZES = [(6000, 6000), (jpegs.WIDTH, jpegs.HEIGHT + 16)]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("interlace", [False, True])
def test_png_whose_pixels_are_not_all_there_is_refused(size: tuple[int, int], interlace: bool) -> None:
    assert decoded(png(jpegs.WIDTH, jpegs.HEIGHT, interlace=interlace), "png") == {
        "width": 320,
        "height": 240,
    }
    assert decoded(png(*size, interlace=interlace), "png") == UNREADABLE


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("lossless", [False, True])
def test_webp_whose_pixels_are_not_all_there_is_refused(size: tuple[int, int], lossless: bool) -> None:
    assert decoded(webp(jpegs.WIDTH, jpegs.HEIGHT, lossless=lossless), "webp") == {
        "width": 320,
        "height": 240,
    }
    assert decoded(webp(*size, lossless=lossless), "webp") == UNREADABLE


@pytest.mark.parametrize("size", [(3900, 3900), (jpegs.WIDTH, jpegs.HEIGHT + 16)])
def test_avif_with_a_wrong_size_in_its_header_is_refused(size: tuple[int, int]) -> None:
    assert decoded(avif(jpegs.WIDTH, jpegs.HEIGHT), "heif") == {"width": 320, "height": 240}
    assert decoded(avif(*size), "heif") == UNREADABLE


def test_gif_with_a_larger_canvas_has_the_size_of_its_frames() -> None:
    content = bytes(picture().gifsave_buffer())
    canvas = content[:6] + struct.pack("<HH", 6000, 6000) + content[10:]
    assert decoded(canvas, "gif") == {"width": 320, "height": 240}
