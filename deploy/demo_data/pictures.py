"""Generated images: sky gradients with hills, a moon, waves or woven wood, from a seed.

A canvas is a float array (height, width, 3) of 0…255; a mask (height, width) of 0…1 blends a colour in.
"""

import random
from typing import Any

import numpy as np
import numpy.typing as npt

from image_community.uploads.pixels import WEBP

Canvas = npt.NDArray[np.float32]
SIZES = ((880, 660), (660, 880), (768, 768), (900, 600), (600, 900), (960, 540))  # width, height
# From the sky's top to the nearest layer.
PALETTES = (
    ("#22335c", "#f2b48a", "#c96f5e", "#7d3f58", "#2d1f3d"),
    ("#bfe3e0", "#fdf3d8", "#8ab8a0", "#4d8076", "#1f4a4d"),
    ("#f7d9c4", "#faf0e6", "#d9a06f", "#a86a45", "#5b3625"),
    ("#0f1c3a", "#4a6fa5", "#34558b", "#1d3461", "#0a1128"),
    ("#fde2e4", "#fff1e6", "#e5989b", "#b5838d", "#6d6875"),
    ("#d8e2dc", "#f4f1de", "#81b29a", "#3d7068", "#263f3c"),
    ("#2b1b47", "#e07a5f", "#9c4a6b", "#5f2f5f", "#24133a"),
)
SUBJECTS = ("hills", "moon", "waves", "weave")


def webp(subject: str, seed: int) -> tuple[int, int, bytes]:
    """Width, height and a WebP file, encoded with the settings of an upload."""
    import pyvips  # noqa: PLC0415 - only in the processes that encode

    chance = random.Random(seed)  # noqa: S311 - no secret
    width, height = chance.choice(SIZES)
    colours = [_rgb(colour) for colour in chance.choice(PALETTES)]
    canvas = _gradient(width, height, colours[0], colours[1])
    {"hills": _hills, "moon": _moon, "waves": _waves, "weave": _weave}[subject](canvas, colours, chance)
    # Less than one step of noise, so that gradients show no bands.
    noise = np.random.default_rng(seed).uniform(-0.5, 0.5, (height, width, 1)).astype(np.float32)
    pixels = np.clip(canvas + noise, 0, 255).round().astype(np.uint8)
    image: Any = pyvips.Image.new_from_memory(pixels.tobytes(), width, height, 3, "uchar")
    return width, height, image.copy(interpretation="srgb").webpsave_buffer(keep="none", **WEBP)


def _rgb(colour: str) -> Canvas:
    return np.array([int(colour[at : at + 2], 16) for at in (1, 3, 5)], dtype=np.float32)


def _gradient(width: int, height: int, top: Canvas, bottom: Canvas) -> Canvas:
    share = np.linspace(0, 1, height, dtype=np.float32)[:, None, None]
    return np.broadcast_to(top + (bottom - top) * share, (height, width, 3)).copy()


def _blend(canvas: Canvas, mask: Canvas, colour: Canvas) -> None:
    canvas += mask[..., None] * (colour - canvas)


def _mix(colours: list[Canvas], share: float) -> Canvas:
    """From the middle colour (0) to the nearest layer's (1)."""
    at = 2 + min(share, 0.999) * (len(colours) - 3)
    low = int(at)
    return colours[low] + (colours[low + 1] - colours[low]) * np.float32(at - low)


def _below(canvas: Canvas, line: Canvas, softness: float = 1.0) -> Canvas:
    """The mask of what lies below a line, given as y for each x."""
    rows = np.arange(canvas.shape[0], dtype=np.float32)[:, None]
    mask: Canvas = np.clip((rows - line[None, :]) / softness, 0, 1)
    return mask


def _ridge(canvas: Canvas, base: float, swing: float, chance: random.Random, waves: int = 4) -> Canvas:
    x = np.linspace(0, 2 * np.pi, canvas.shape[1], dtype=np.float32)
    line = np.full_like(x, base * canvas.shape[0])
    for number in range(1, waves + 1):
        line += (
            swing
            * canvas.shape[0]
            / number
            * np.sin(x * number * chance.uniform(0.5, 0.9) + chance.uniform(0, 6))
        )
    return line


def _paper(canvas: Canvas, line: Canvas, colour: Canvas) -> None:
    """A sheet of cut paper: a soft shadow above its edge, then the sheet."""
    depth = canvas.shape[0] * 0.03
    top = max(0, int(line.min() - depth))  # nothing changes above
    solid = max(top, int(line.max()) + 2)  # and all is the sheet below
    canvas[solid:] = colour
    edge, line = canvas[top:solid], line - top
    _blend(edge, _below(edge, line - depth, depth) * np.float32(0.22), np.zeros(3, np.float32))
    _blend(edge, _below(edge, line), colour)


def _disc(canvas: Canvas, chance: random.Random, radius: float, colour: Canvas) -> None:
    height, width = canvas.shape[:2]
    centre_x, centre_y = width * chance.uniform(0.2, 0.8), height * chance.uniform(0.18, 0.38)
    rows = np.arange(height, dtype=np.float32)[:, None] - np.float32(centre_y)
    columns = np.arange(width, dtype=np.float32)[None, :] - np.float32(centre_x)
    away = np.sqrt(rows**2 + columns**2)
    _blend(canvas, np.exp(-((away / (radius * 2.4)) ** 2)) * np.float32(0.45), colour)
    _blend(canvas, np.clip(radius - away, 0, 1), colour)


def _hills(canvas: Canvas, colours: list[Canvas], chance: random.Random) -> None:
    if chance.random() < 0.5:
        _disc(canvas, chance, min(canvas.shape[:2]) * 0.07, colours[1] * 0.4 + 153)
    layers = chance.randint(4, 6)
    for number in range(layers):
        share = number / (layers - 1)
        _paper(canvas, _ridge(canvas, 0.45 + 0.42 * share, 0.06, chance), _mix(colours, share))


def _moon(canvas: Canvas, colours: list[Canvas], chance: random.Random) -> None:
    _disc(canvas, chance, min(canvas.shape[:2]) * chance.uniform(0.12, 0.2), colours[1] * 0.3 + 178)
    for share in (0.4, 1.0):
        _paper(canvas, _ridge(canvas, 0.68 + 0.16 * share, 0.04, chance), _mix(colours, share))


def _waves(canvas: Canvas, colours: list[Canvas], chance: random.Random) -> None:
    layers, height = chance.randint(7, 10), canvas.shape[0]
    x = np.linspace(0, 2 * np.pi, canvas.shape[1], dtype=np.float32)
    for number in range(layers):
        share = number / (layers - 1)
        turns, phase = chance.uniform(1.5, 3.5), chance.uniform(0, 6)
        line = height * (0.3 + 0.62 * share) + height * 0.028 * np.sin(x * turns + phase)
        _paper(canvas, line.astype(np.float32), _mix(colours, share))


def _weave(canvas: Canvas, colours: list[Canvas], chance: random.Random) -> None:
    """Strips over and under each other, rounded by a light across each."""
    height, width = canvas.shape[:2]
    strip = chance.choice((64, 80, 96, 128))
    rows, columns = np.mgrid[0:height, 0:width].astype(np.float32)
    is_across = ((rows // strip + columns // strip) % 2).astype(np.float32)
    along = np.where(is_across > 0, rows, columns) % strip / strip
    light = (0.72 + 0.28 * np.sin(np.pi * along)).astype(np.float32)
    grain = (1 + 0.03 * np.sin(along * 40 + chance.uniform(0, 6))).astype(np.float32)
    canvas[:] = _mix(colours, 0.1)
    _blend(canvas, is_across, _mix(colours, chance.uniform(0.35, 0.6)))
    canvas *= (light * grain)[..., None]
