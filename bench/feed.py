"""What a guest with an empty cache waits for the feed: `make bench-feed`.

24 images of at most 150 kB each, five loads in a new context of real Chromium. Largest Contentful Paint and
layout shifts as the browser reports them; blocking time: what each task after the first paint is longer than
50 ms (web.dev, "Total Blocking Time"); JavaScript as transferred.
"""

# ruff: noqa: T201 - a benchmark speaks by printing
import asyncio
import os
import platform
import sys
from datetime import UTC, datetime
from typing import Any

import pyvips
from playwright.async_api import Browser, ViewportSize, async_playwright
from tests.browser.chromium import find_chromium
from tests.browser.opening import launched
from tests.people.person import Person, base_url
from tests.system import NativeSystem

from bench.terminal import at_most, heading, middle, table, verdict

IMAGES = 24
LARGEST_BYTES = 150_000
LOADS = 5
SETTLE_MS = 1500  # after the last request
SHAPES = ((1024, 1024), (832, 1216), (1216, 832))
VIEWPORT: ViewportSize = {"width": 1280, "height": 800}

LCP_SECONDS = 1.5
BLOCKING_MS = 150
SHIFT = 0.02
SCRIPT_BYTES = 60_000

WATCH = """() => {
  const seen = (window.seen = { lcp: 0, shift: 0, tasks: [], paint: 0 });
  const watch = (type, take) => new PerformanceObserver((list) => list.getEntries().forEach(take))
    .observe({ type, buffered: true });
  watch("largest-contentful-paint", ({ startTime }) => { seen.lcp = startTime; });
  watch("layout-shift", ({ hadRecentInput, value }) => { if (!hadRecentInput) seen.shift += value; });
  watch("longtask", ({ startTime, duration }) => { seen.tasks.push([startTime, duration]); });
  watch("paint", ({ name, startTime }) => { if (name === "first-contentful-paint") seen.paint = startTime; });
}"""
FIGURES = """() => ({
  ...window.seen,
  script: performance.getEntriesByType("resource")
    .filter(({ name }) => name.endsWith(".js"))
    .reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0),
  images: performance.getEntriesByType("resource")
    .filter(({ name }) => name.includes("/uploads/")).map(({ encodedBodySize }) => encodedBodySize),
})"""


def main() -> int:
    print(f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC, {platform.machine()}, {os.cpu_count()} cores, ", end="")
    print(f"load before {os.getloadavg()[0]:.1f}", flush=True)
    loads = asyncio.run(_loads())
    rows = [
        (
            str(number),
            f"{each['lcp'] / 1000:.2f}",
            f"{blocking(each):.0f}",
            f"{each['shift']:.3f}",
            f"{each['script']:,}",
            f"{len(each['images'])}, {max(each['images']):,}",
        )
        for number, each in enumerate(loads, start=1)
    ]
    heading("The feed of 24 images, a new browser context each time")
    table(("load", "LCP s", "blocking ms", "shift", "JavaScript bytes", "images, the largest"), rows)
    return verdict(
        [
            at_most(LARGEST_BYTES, max(max(each["images"]) for each in loads), "an image", " bytes"),
            at_most(LCP_SECONDS, middle([each["lcp"] / 1000 for each in loads]), "LCP, median", " s"),
            at_most(BLOCKING_MS, middle([blocking(each) for each in loads]), "blocking, median", " ms"),
            at_most(SHIFT, max(each["shift"] for each in loads), "layout shift, worst", ""),
            at_most(SCRIPT_BYTES, max(each["script"] for each in loads), "JavaScript, worst", " bytes"),
        ]
    )


async def _loads() -> list[dict[str, Any]]:
    await NativeSystem.from_environment().ready()
    author = await Person.sign_up("painter")
    for number in range(IMAGES):
        await author.post_image(_picture(number), f"hills {number}")
    await author.aclose()
    url = f"{base_url().replace('127.0.0.1', 'localhost')}/images?author={author.id}"
    path = await asyncio.to_thread(find_chromium)
    async with async_playwright() as playwright, launched(playwright, path) as browser:
        return [await _load(browser, url) for _ in range(LOADS)]


async def _load(browser: Browser, url: str) -> dict[str, Any]:
    context = await browser.new_context(viewport=VIEWPORT)
    page = await context.new_page()
    await page.add_init_script(f"({WATCH})()")
    await page.goto(url)
    await page.get_by_role("article").nth(IMAGES - 1).wait_for()
    await page.wait_for_load_state("networkidle")
    await page.wait_for_timeout(SETTLE_MS)
    figures: dict[str, Any] = await page.evaluate(FIGURES)
    await context.close()
    return figures


def blocking(load: dict[str, Any]) -> float:
    """Milliseconds."""
    tasks: list[tuple[float, float]] = load["tasks"]
    return sum(max(0.0, duration - 50) for start, duration in tasks if start + duration > load["paint"])


def _picture(number: int) -> bytes:
    """A gradient under soft noise: about as large, as WebP, as a photograph of its size."""
    width, height = SHAPES[number % len(SHAPES)]
    ramp = pyvips.Image.xyz(width, height)
    noise = pyvips.Image.gaussnoise(width, height, mean=0, sigma=15, seed=number).gaussblur(0.8)
    bands = [ramp[0] * 200 / width, ramp[1] * 200 / height, ramp[0] * 0 + (number * 37) % 200]
    image = pyvips.Image.bandjoin(bands[0], bands[1:]) + noise
    encoded: bytes = image.cast("uchar").copy(interpretation="srgb").write_to_buffer(".png")
    return encoded


if __name__ == "__main__":
    sys.exit(main())
