"""Draws the icons of an installed app from `src/icon.svg`: run it after a change of that file."""

from pathlib import Path

import pyvips

APP = Path(__file__).resolve().parents[1]
SOURCE = APP / "src" / "icon.svg"
ICONS = APP / "public" / "icons"
WOOD = [0x9A, 0x5B, 0x25]
# Launchers cut a maskable icon to a circle of 80 %, and iOS rounds the corners itself (W3C app manifest).
SAFE_SHARE = 0.8


def drawn(pixels: int) -> pyvips.Image:
    return pyvips.Image.svgload(str(SOURCE), scale=pixels / 40)


def filled(pixels: int, share: float) -> pyvips.Image:
    """The mark in the middle of a square without round corners."""
    inner = drawn(round(pixels * share))
    ground = pyvips.Image.black(pixels, pixels, bands=3).linear(0, WOOD).cast("uchar")
    place = (pixels - inner.width) // 2
    image: pyvips.Image = ground.copy(interpretation="srgb").composite2(inner, "over", x=place, y=place)
    return image.flatten(background=WOOD)


def main() -> None:
    ICONS.mkdir(parents=True, exist_ok=True)
    for pixels in (192, 512):
        drawn(pixels).pngsave(str(ICONS / f"{pixels}.png"), compression=9)
    filled(512, SAFE_SHARE).pngsave(str(ICONS / "maskable-512.png"), compression=9)
    filled(180, 1).pngsave(str(ICONS / "apple-touch-180.png"), compression=9)


if __name__ == "__main__":
    main()
