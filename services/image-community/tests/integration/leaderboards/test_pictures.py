"""The chart and the heat map, with names as users may write them."""

import asyncio
import os
import tempfile
import xml.etree.ElementTree as ET
from datetime import datetime

import pytest
import pyvips

from image_community.leaderboards import chart_renderer, jobs
from image_community.leaderboards.chart_renderer import PROGRAM, ChartRenderFailed

SVG = "{http://www.w3.org/2000/svg}"
PICTURES = ("models.svg", "models.png", "win-rates.svg", "win-rates.png")
HOSTILE = [
    "$\\frac{1}{0}$",
    "<script>alert(1)</script>",
    "]]>--><!--",
    "\u202egnp.exe",
    "a" * 100,
    "가" * 100,
    "Z" + "\u0351" * 60,
    "%s {0} &amp;",
    "العربية 日本語 😀 ไทย",
    "_x^2_{3}$\n\t\x01",
]


@pytest.fixture
def draw(app, refit):
    async def run(now: datetime | None = None, program: str = PROGRAM) -> int:
        await refit(now)
        return await jobs.render_charts(sessions=app.state.connections.sessions, program=program)

    return run


@pytest.fixture
async def field(model_image, votes):
    """Every model has enough votes against the next one to be shown."""

    async def make(names: list[str]) -> None:
        images = [await model_image(name, author=at) for at, name in enumerate(names, start=1)]
        for at, image in enumerate(images):
            await votes(image, images[(at + 1) % len(images)], 200)
            await votes(images[(at + 1) % len(images)], image, 100)

    return make


async def get(client, name, **headers):
    return await client.get(f"/api/v1/leaderboards/{name}", headers=headers)


@pytest.mark.parametrize("names", [[], ["Flux", "나노 바나나"], HOSTILE], ids=["none", "two", "hostile"])
async def test_pictures_are_whole(client, field, draw, names, db):
    if names:
        await field(names)
    await draw()
    for name in PICTURES:
        answer = await get(client, name)
        assert answer.status_code == 200
        if name.endswith("png"):
            assert answer.headers["content-type"] == "image/png"
            image = pyvips.Image.new_from_buffer(answer.content, "")
            assert image.width > 600
            assert image.avg() > 200, "mostly white"
        else:
            assert answer.headers["content-type"] == "image/svg+xml"
            root = ET.fromstring(answer.content)
            assert root.tag == f"{SVG}svg"
            assert root.find(f"{SVG}title").text
            words, shapes = {"title", "desc", "metadata"}, {"g", "path", "use", "rect"}
            found = {each.tag.removeprefix(SVG) for each in root.iter() if each.tag.startswith(SVG)}
            # No image: an SVG opened by itself may load nothing, not even data of its own.
            assert found <= {"svg", "defs", "style", "clipPath"} | words | shapes


async def test_hangul_is_drawn_and_the_description_has_the_numbers(client, field, draw):
    await field(["Flux", "나노 바나나"])
    await draw()
    root = ET.fromstring((await get(client, "models.svg")).content)
    said = root.find(f"{SVG}desc").text
    for model in (await get(client, "models")).json()["models"]:
        assert f"{model['model_name']}: {model['rating']:.0f}" in said
    outlines = {each.get("id", "") for each in root.iter(f"{SVG}path")}
    assert any("NanumGothic" in each for each in outlines), "a box would come from the other font"


async def test_unchanged_is_304_and_what_changed_is_not(client, field, votes, draw):
    await field(["a", "b"])
    await draw()
    etags = {}
    for name in ("models", *PICTURES):
        first = await get(client, name)
        assert first.headers["cache-control"] == "public, max-age=30"
        assert first.headers["x-maru-as-of"].endswith("Z")
        etags[name] = first.headers["etag"]
        for known in (etags[name], f'"x", {etags[name].removeprefix("W/")}', "*"):
            again = await get(client, name, **{"If-None-Match": known})
            assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", etags[name])
    await votes(1, 2, 40)
    await draw()
    for name, etag in etags.items():
        changed = await get(client, name, **{"If-None-Match": etag})
        assert changed.status_code == 200
        assert changed.headers["etag"] != etag


async def test_each_leaderboard_is_drawn_once(app, field, draw):
    await field(["a", "b"])
    assert [await draw(), await draw()] == [4, 0]


async def test_numbers_are_published_even_if_charts_fail(client, field, draw):
    await field(["a", "b"])
    with pytest.raises(ChartRenderFailed):
        await draw(program="no.such.program")
    assert len((await get(client, "models")).json()["models"]) == 2
    assert (await get(client, "models.svg")).status_code == 503


def assert_no_child() -> None:
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)


async def test_rendering_that_times_out_is_killed(monkeypatch, tmp_path):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with pytest.raises(ChartRenderFailed):
        await chart_renderer.render({}, seconds=0.05)  # less than Python needs to begin
    assert list(tmp_path.iterdir()) == []
    assert_no_child()


async def test_rendering_of_a_leader_that_stops_is_killed(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    drawing = asyncio.create_task(chart_renderer.render({}))
    async with asyncio.timeout(10):
        while not list(tmp_path.iterdir()):  # noqa: ASYNC110 - a folder sends no event
            await asyncio.sleep(0.01)
    await asyncio.sleep(0.05)
    drawing.cancel()
    with pytest.raises(asyncio.CancelledError):
        await drawing
    assert list(tmp_path.iterdir()) == []
    assert_no_child()
