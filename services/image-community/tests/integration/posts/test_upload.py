"""POST /images: accepted files, refusals, stored files."""

import asyncio
import hashlib
import struct
import zlib
from datetime import datetime
from pathlib import Path

import pytest
import pyvips

from image_community.runtime import drain


@pytest.fixture
def stored(settings):
    """The files of an area, by key."""

    def files(area: str = "public") -> dict[str, Path]:
        root = settings.media_root / area
        return {str(each.relative_to(root)): each for each in root.rglob("*") if each.is_file()}

    return files


async def test_answer_is_the_image(upload, alice):
    answer = await upload(alice, model_name="sdxl", is_tournament_opt_in="true", prompt="  a cat ")
    assert answer.status_code == 201, answer.text
    image = answer.json()
    assert image["created_at"] == image["updated_at"]
    changing = {"id": 0, "image_url": "", "created_at": "", "updated_at": ""}
    assert image | changing == changing | {
        "user_id": 1,
        "author": {"id": 1, "username": "user1"},
        "prompt": "a cat",
        "model_name": "sdxl",
        "is_tournament_opt_in": True,
        "is_active": True,
        "like_count": 0,
        "tournament_win_count": 0,
        "tournament_loss_count": 0,
        "width": 64,
        "height": 48,
        "thumbnails": {},
        "placeholder": None,
        "is_liked": False,
    }
    assert image["created_at"].endswith("Z")
    assert image["updated_at"].endswith("Z")
    assert answer.headers["location"] == f"/api/v1/images/{image['id']}"


async def test_address_is_absolute_and_needs_no_quoting_in_css(upload, alice, stored):
    url = (await upload(alice)).json()["image_url"]
    key = url.removeprefix("https://maru.test/uploads/")
    assert key in stored()
    assert not set(url) & set(" '\"()\\")


@pytest.mark.parametrize("suffix", [".jpg", ".png", ".webp", ".gif", ".avif"])
async def test_every_kind_is_taken_and_stored_as_webp(upload, alice, picture, stored, suffix):
    answer = await upload(alice, picture(suffix))
    assert answer.status_code == 201, answer.text
    (path,) = stored().values()
    assert path.suffix == ".webp"
    assert path.read_bytes()[8:12] == b"WEBP"
    image = pyvips.Image.new_from_file(str(path))
    assert (image.width, image.height) == (64, 48) == (answer.json()["width"], answer.json()["height"])


async def test_name_and_declared_type_decide_nothing(client, alice, picture):
    files = {"file": ("evil.html", picture(".png"), "text/html")}
    answer = await client.post("/api/v1/images", headers=alice.headers, data={"prompt": "p"}, files=files)
    assert answer.status_code == 201


async def test_metadata_and_tail_are_gone(upload, alice, picture, stored):
    image = pyvips.Image.new_from_buffer(picture(".png"), "").copy()
    image.set_type(pyvips.GValue.gstr_type, "exif-ifd0-Make", "secret-camera")
    content = bytes(image.jpegsave_buffer(keep="exif")) + b"<script>secret-tail</script>"
    assert b"secret-camera" in content
    assert (await upload(alice, content)).status_code == 201
    (path,) = stored().values()
    assert b"secret" not in path.read_bytes()


async def test_orientation_is_applied(upload, alice, picture, stored):
    image = pyvips.Image.new_from_buffer(picture(".png", width=40, height=20), "").copy()
    image.set_type(pyvips.GValue.gint_type, "orientation", 6)
    answer = await upload(alice, bytes(image.jpegsave_buffer()))
    assert (answer.json()["width"], answer.json()["height"]) == (20, 40)


async def test_colours_become_srgb(upload, alice, picture, stored):
    grey = pyvips.Image.new_from_buffer(picture(".png"), "").colourspace("b-w")
    deep = pyvips.Image.new_from_buffer(picture(".png"), "").colourspace("rgb16")
    cmyk = pyvips.Image.new_from_buffer(picture(".png"), "").icc_export(output_profile="cmyk", depth=8)
    for content in (grey.pngsave_buffer(), deep.pngsave_buffer(), cmyk.jpegsave_buffer()):
        assert (await upload(alice, bytes(content))).status_code == 201
    for path in stored().values():
        image = pyvips.Image.new_from_file(str(path))
        assert (image.interpretation, image.format) == ("srgb", "uchar")


async def test_animation_keeps_its_frames(upload, alice, stored):
    frames = [pyvips.Image.black(40, 30).linear(1, [shade, 5, 7]).cast("uchar") for shade in (0, 90, 180)]
    strip = pyvips.Image.arrayjoin(frames, across=1).copy(interpretation="srgb").copy()
    strip.set_type(pyvips.GValue.gint_type, "page-height", 30)
    answer = await upload(alice, bytes(strip.gifsave_buffer()))
    assert (answer.json()["width"], answer.json()["height"]) == (40, 30)
    (path,) = stored().values()
    assert pyvips.Image.new_from_file(str(path), n=-1).get("n-pages") == 3


async def test_same_bytes_by_same_user_are_one_post(upload, alice, bob, picture, db):
    first = await upload(alice, picture(), prompt="one")
    second = await upload(alice, picture(), prompt="two")
    other = await upload(bob, picture())
    assert (first.status_code, second.status_code, other.status_code) == (201, 200, 201)
    assert second.json() == first.json()
    assert other.json()["image_url"] != first.json()["image_url"]
    assert await db.fetchval("SELECT count(*) FROM image_posts") == 2


async def test_post_and_counters_are_made_together(upload, alice, db):
    image = (await upload(alice)).json()
    row = await db.fetchrow("SELECT * FROM image_post_counters")
    names = ("like_count", "win_count", "loss_count", "like_count_24h", "win_count_24h", "score_24h")
    assert dict(row) == {
        **dict.fromkeys(names, 0),
        "image_post_id": image["id"],
        "is_active": True,
        "created_at": datetime.fromisoformat(image["created_at"]),
    }


def png_header(width: int, height: int) -> bytes:
    """A PNG whose header has this size, with almost no data."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    size = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    data = chunk(b"IDAT", zlib.compress(bytes(1000)))
    return b"\x89PNG\r\n\x1a\n" + size + data + chunk(b"IEND", b"")


@pytest.mark.parametrize(("width", "height"), [(13_000, 13_000), (16_384, 1), (2**31 - 1, 2**31 - 1)])
async def test_too_many_pixels_are_refused_by_the_header(upload, alice, width, height, stored):
    answer = await upload(alice, png_header(width, height))
    assert answer.status_code == 422
    assert answer.json()["code"] in {"image_too_large", "unreadable_image"}
    assert answer.json()["errors"][0]["field"] == "file"
    assert stored() == {}


async def test_real_bomb_is_refused(upload, alice):
    bomb = bytes(pyvips.Image.black(13_000, 13_000, bands=3).copy(interpretation="srgb").pngsave_buffer())
    assert len(bomb) < 1_000_000
    answer = await upload(alice, bomb)
    assert (answer.status_code, answer.json()["code"]) == (422, "image_too_large")


@pytest.mark.parametrize("suffix", [".jpg", ".png", ".webp", ".gif", ".avif"])
async def test_truncated_image_is_refused(upload, alice, picture, db, stored, suffix):
    content = picture(suffix, width=300, height=200)
    answer = await upload(alice, content[: len(content) // 2])
    assert (answer.status_code, answer.json()["code"]) == (422, "unreadable_image")
    assert stored() == {}
    assert await db.fetchval("SELECT count(*) FROM image_posts") == 0


@pytest.mark.parametrize(
    "head",
    [
        b"\xff\xd8\xff\xe0",
        b"\x89PNG\r\n\x1a\n",
        b"RIFF\x40\x00\x00\x00WEBPVP8 ",
        b"GIF89a",
        b"\0\0\0 ftypavif",
    ],
)
async def test_noise_behind_a_good_head_is_refused(upload, alice, head):
    noise = hashlib.sha512(b"noise").digest() * 40
    answer = await upload(alice, head + noise)
    assert (answer.status_code, answer.json()["code"]) == (422, "unreadable_image")


@pytest.mark.parametrize(
    "content", [b"", b"x", b"<svg xmlns='http://www.w3.org/2000/svg'/>" * 9, b"%PDF-1.7" * 99]
)
async def test_other_files_are_refused_as_damaged_ones_are(upload, alice, picture, content):
    answer = await upload(alice, content)
    assert (answer.status_code, answer.json()["code"]) == (422, "unreadable_image")
    damaged = await upload(alice, picture()[:-200])
    assert damaged.json() | {"request_id": ""} == answer.json() | {"request_id": ""}


async def test_file_over_ten_mebibytes_is_413(upload, alice, picture, db):
    answer = await upload(alice, picture() + bytes(10 * 1024**2))
    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")
    assert await db.fetchval("SELECT count(*) FROM image_posts") == 0


CHUNK = 65536
PART = b'--b\r\nContent-Disposition: form-data; name="file"; filename="x"\r\n\r\n'


@pytest.fixture
def no_drain(monkeypatch):
    """Counts the bytes that the decision needed; usually the rest is discarded (runtime/drain.py)."""
    monkeypatch.setattr(drain, "DRAIN_SECONDS", 0)


async def bytes_for_the_decision(app, headers, first: bytes, filling: bytes) -> tuple[int, int]:
    """(status, bytes read of an endless form before the response started)."""
    read, seen = 0, {}

    async def receive():
        nonlocal read
        await asyncio.sleep(0)
        chunk = first if read == 0 else filling * CHUNK
        read += len(chunk)
        return {"type": "http.request", "body": chunk, "more_body": True}

    async def send(message):
        if message["type"] == "http.response.start":
            seen.update(status=message["status"], read=read)

    given = {**headers, "Content-Type": "multipart/form-data; boundary=b"}
    scope = {
        "type": "http",
        "method": "POST",
        "path": "/api/v1/images",
        "raw_path": b"/api/v1/images",
        "query_string": b"",
        "headers": [(name.lower().encode(), value.encode()) for name, value in given.items()],
    }
    await app(scope, receive, send)
    return seen["status"], seen["read"]


async def test_size_is_refused_while_streaming_without_a_length(app, alice, picture, no_drain):
    status, read = await bytes_for_the_decision(app, alice.headers, PART + picture(), b"\0")
    assert status == 413
    assert read < 12 * 1024**2


async def test_wrong_kind_is_refused_before_the_rest_arrives(app, alice, no_drain):
    status, read = await bytes_for_the_decision(app, alice.headers, PART, b"M")
    assert status == 422
    assert read <= len(PART) + 2 * CHUNK


async def test_body_without_token_is_refused_unread(app, no_drain):
    assert await bytes_for_the_decision(app, {}, PART, b"M") == (401, 0)


async def test_refused_body_is_read_to_its_end_and_no_further(client):
    """Closing with unread data would reset the connection and lose the response."""
    sent = 0

    async def body(chunks: int):
        nonlocal sent
        for _ in range(chunks):
            sent += CHUNK
            yield bytes(CHUNK)

    headers = {"Content-Type": "multipart/form-data; boundary=b"}
    for chunks, expected in ((40, 40 * CHUNK), (1_000, 11 * 1024**2)):
        sent = 0
        answer = await client.post("/api/v1/images", headers=headers, content=body(chunks))
        assert (answer.status_code, answer.json()["code"]) == (401, "not_authenticated")
        assert sent <= expected
    assert sent > 10 * 1024**2


async def test_declared_size_over_the_limit_with_a_token_is_413(client, alice):
    headers = {
        **alice.headers,
        "Content-Type": "multipart/form-data; boundary=b",
        "Content-Length": str(2**40),
    }
    answer = await client.post("/api/v1/images", headers=headers, content=b"--b")
    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"prompt": ""}, "prompt"),
        ({"prompt": "   "}, "prompt"),
        ({"prompt": "x" * 2001}, "prompt"),
        ({"prompt": "nul\0"}, "prompt"),
        ({"model_name": "x" * 101}, "model_name"),
        ({"is_tournament_opt_in": "perhaps"}, "is_tournament_opt_in"),
    ],
    ids=["empty", "blank", "long", "nul", "long model", "no bool"],
)
async def test_wrong_fields_are_named(upload, alice, fields, field):
    answer = await upload(alice, **fields)
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid")
    assert [each["field"] for each in answer.json()["errors"]] == [field]


async def test_every_missing_field_is_named(client, alice):
    files = {"nothing": ("x", b"x")}
    answer = await client.post("/api/v1/images", headers=alice.headers, files=files)
    assert answer.status_code == 422
    assert {each["field"]: each["code"] for each in answer.json()["errors"]} == {
        "prompt": "required",
        "file": "required",
        "nothing": "unknown_field",
    }


async def test_unknown_field_of_a_form_is_refused_and_a_name_of_an_image_ignored(upload, alice, stored):
    answer = await upload(alice, model="sdxl", is_active="false")
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid")
    assert [(each["field"], each["code"]) for each in answer.json()["errors"]] == [("model", "unknown_field")]
    assert stored() == {}
    answer = await upload(alice, model_name="sdxl", user_id="7", is_active="false")
    assert (answer.status_code, answer.json()["user_id"]) == (201, alice.user_id)


async def test_empty_model_name_is_none(upload, alice):
    assert (await upload(alice, model_name=" ")).json()["model_name"] is None


@pytest.mark.parametrize(
    ("content_type", "body", "status"),
    [
        ("application/json", b"{}", 415),
        ("application/x-www-form-urlencoded", b"prompt=x", 415),
        ("", b"", 415),
        ("multipart/form-data", b"x", 400),
        ("multipart/form-data; boundary=b", b"", 400),
        ("multipart/form-data; boundary=b", b"nonsense", 400),
        ("multipart/form-data; boundary=b", b"--b\r\n", 400),
        (
            "multipart/form-data; boundary=b",
            b'--b\r\nContent-Disposition: form-data; name="prompt"\r\n\r\nx',
            400,
        ),
        ("multipart/form-data; boundary=" + "b" * 5000, b"x", 400),
        ("multipart/form-data; boundary=b", b"--b\r\n" + b"A: b\r\n" * 500, 400),
        (
            "multipart/form-data; boundary=b",
            b'--b\r\nContent-Disposition: form-data; name="prompt"\r\n\r\n\xff\xfe\r\n--b--\r\n',
            400,
        ),
        (
            "multipart/form-data; boundary=b; charset=idna",
            b'--b\r\nContent-Disposition: form-data; name="prompt"\r\n\r\nxn--\xff\r\n--b--\r\n',
            400,
        ),
        (
            "multipart/form-data; boundary=b",
            b'--b\r\nContent-Disposition: form-data; name="x"\r\n\r\n\r\n' * 40 + b"--b--\r\n",
            400,
        ),
        (
            "multipart/form-data; boundary=b",
            b'--b\r\nContent-Disposition: form-data; name="prompt"\r\n\r\n'
            + b"x" * 20_000
            + b"\r\n--b--\r\n",
            413,
        ),
        ("multipart/form-data; boundary=b", b"--b\r\nContent-Disposition: \xff\r\n\r\nx\r\n--b--\r\n", 422),
    ],
)
async def test_hostile_forms_are_refused(client, alice, content_type, body, status):
    headers = {**alice.headers, "Content-Type": content_type}
    answer = await client.post("/api/v1/images", headers=headers, content=body)
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"


async def test_two_files_are_refused(client, alice, picture):
    files = [("file", ("a.jpg", picture(seed=1))), ("file", ("b.jpg", picture(seed=2)))]
    answer = await client.post("/api/v1/images", headers=alice.headers, data={"prompt": "p"}, files=files)
    assert answer.status_code == 400


async def test_field_named_twice_takes_the_last(client, alice, picture):
    form = (
        b'--b\r\nContent-Disposition: form-data; name="prompt"\r\n\r\none\r\n'
        b'--b\r\nContent-Disposition: form-data; name="prompt"\r\n\r\ntwo\r\n'
        b'--b\r\nContent-Disposition: form-data; name="file"; filename="x"\r\n\r\n'
        + picture()
        + b"\r\n--b--\r\n"
    )
    headers = {**alice.headers, "Content-Type": "multipart/form-data; boundary=b"}
    answer = await client.post("/api/v1/images", headers=headers, content=form)
    assert answer.json()["prompt"] == "two"
