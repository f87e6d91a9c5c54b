"""Files nginx serves itself: images, collected static files, the landing page, the documentation."""

from pathlib import Path

import pytest
from gateway.tests.door import Door


@pytest.fixture
def uploads(door: Door) -> Path:
    return door.settings.media / "public"


def test_image_is_an_image_whatever_it_holds(door: Door, uploads: Path) -> None:
    (uploads / "ab").mkdir(exist_ok=True)
    for name in ("ab/cd.webp", "page.html", "no_extension"):
        (uploads / name).write_bytes(b"<script>alert(1)</script>")
        answer = door.ask(f"/uploads/{name}")
        assert (answer.status, answer.body) == (200, b"<script>alert(1)</script>")
        assert answer.headers["Content-Type"] == "image/webp"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert "sandbox" in answer.headers["Content-Security-Policy"]
        assert answer.headers.get_all("Cache-Control") == ["public, max-age=31536000, immutable"]


def test_image_not_modified(door: Door, uploads: Path) -> None:
    (uploads / "same.webp").write_bytes(b"RIFF")
    tag = door.ask("/uploads/same.webp").headers["ETag"]
    answer = door.ask("/uploads/same.webp", headers={"If-None-Match": tag})
    assert (answer.status, answer.headers["Cache-Control"]) == (304, "public, max-age=31536000, immutable")


@pytest.mark.parametrize(
    "name",
    ["", "ab", "ab/", "none.webp", ".hidden", "ab/.draft.webp", "../withheld/x.webp", "..%2fwithheld/x.webp"],
)
def test_no_listing_no_hidden_file_no_way_out(door: Door, uploads: Path, name: str) -> None:
    (uploads / "ab").mkdir(exist_ok=True)
    (uploads / ".hidden").write_bytes(b"x")
    (uploads / "ab" / ".draft.webp").write_bytes(b"x")
    withheld = uploads.parent / "withheld"
    withheld.mkdir(exist_ok=True)
    (withheld / "x.webp").write_bytes(b"x")
    answer = door.ask(f"/uploads/{name}")
    assert (answer.status, answer.headers["Content-Type"]) == (404, "application/problem+json")
    assert answer.headers["Cache-Control"] == "no-store"


def test_failed_precondition_and_useless_range(door: Door, uploads: Path) -> None:
    (uploads / "same.webp").write_bytes(b"RIFF")
    assert (
        door.ask("/uploads/same.webp", headers={"If-Match": '"other"'}).json()["code"]
        == "precondition_failed"
    )
    assert door.ask("/uploads/same.webp", headers={"Range": "bytes=100-"}).status == 200


def test_collected_static_file(door: Door) -> None:
    folder = door.settings.static / "admin" / "css"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "base.css").write_text("body {}")
    answer = door.ask("/static/admin/css/base.css")
    assert (answer.status, answer.body) == (200, b"body {}")
    assert answer.headers["Content-Type"] == "text/css; charset=utf-8"
    for directory in ("/static/admin", "/static/admin/"):
        assert door.ask(directory).status == 404


@pytest.mark.parametrize(
    ("path", "phrase"), [("/", b"Maru"), ("/docs", b"Documentation"), ("/docs/", b"/docs/auth-match/")]
)
def test_pages(door: Door, path: str, phrase: bytes) -> None:
    answer = door.ask(path)
    assert (answer.status, answer.headers["Content-Type"]) == (200, "text/html; charset=utf-8")
    assert phrase in answer.body
    assert answer.headers["Cache-Control"] == "no-cache"


def test_pages_point_only_to_what_exists(door: Door) -> None:
    for path in ("/style.css", "/docs/", "/healthz"):
        assert door.ask(path).status == 200


@pytest.mark.parametrize("name", ["error_codes.json", "realtime_messages.schema.json"])
def test_contracts_of_clients_are_served_and_nothing_beside_them(door: Door, name: str) -> None:
    answer = door.ask(f"/contracts/{name}")
    assert (answer.status, answer.headers["Content-Type"]) == (200, "application/json")
    for other in ("access_token.schema.json", "", "error_codes.jsonx", "../README.md"):
        assert door.ask(f"/contracts/{other}").status in {400, 404}, other


def test_websocket_protocol_is_readable_in_a_browser(door: Door) -> None:
    answer = door.ask("/docs/realtime-protocol.md")
    assert (answer.status, answer.headers["Content-Type"]) == (200, "text/plain; charset=utf-8")
