"""Files that nginx serves itself: images, static files, the documentation."""

from pathlib import Path

import pytest
from gateway.tests.running_gateway import Gateway


@pytest.fixture
def uploads(gateway: Gateway) -> Path:
    return gateway.settings.media / "public"


def test_upload_is_served_as_an_image_with_any_content(gateway: Gateway, uploads: Path) -> None:
    (uploads / "ab").mkdir(exist_ok=True)
    for name in ("ab/cd.webp", "page.html", "no_extension"):
        (uploads / name).write_bytes(b"<script>alert(1)</script>")
        answer = gateway.ask(f"/uploads/{name}")
        assert (answer.status, answer.body) == (200, b"<script>alert(1)</script>")
        assert answer.headers["Content-Type"] == "image/webp"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert "sandbox" in answer.headers["Content-Security-Policy"]
        assert answer.headers.get_all("Cache-Control") == ["public, max-age=31536000, immutable"]


def test_image_not_modified(gateway: Gateway, uploads: Path) -> None:
    (uploads / "same.webp").write_bytes(b"RIFF")
    tag = gateway.ask("/uploads/same.webp").headers["ETag"]
    answer = gateway.ask("/uploads/same.webp", headers={"If-None-Match": tag})
    assert (answer.status, answer.headers["Cache-Control"]) == (304, "public, max-age=31536000, immutable")


@pytest.mark.parametrize(
    "name",
    ["", "ab", "ab/", "none.webp", ".hidden", "ab/.draft.webp", "../withheld/x.webp", "..%2fwithheld/x.webp"],
)
def test_no_listing_no_hidden_file_no_path_traversal(gateway: Gateway, uploads: Path, name: str) -> None:
    (uploads / "ab").mkdir(exist_ok=True)
    (uploads / ".hidden").write_bytes(b"x")
    (uploads / "ab" / ".draft.webp").write_bytes(b"x")
    withheld = uploads.parent / "withheld"
    withheld.mkdir(exist_ok=True)
    (withheld / "x.webp").write_bytes(b"x")
    answer = gateway.ask(f"/uploads/{name}")
    assert (answer.status, answer.headers["Content-Type"]) == (404, "application/problem+json")
    assert answer.headers["Cache-Control"] == "no-store"


def test_failed_precondition_and_useless_range(gateway: Gateway, uploads: Path) -> None:
    (uploads / "same.webp").write_bytes(b"RIFF")
    assert (
        gateway.ask("/uploads/same.webp", headers={"If-Match": '"other"'}).json()["code"]
        == "precondition_failed"
    )
    assert gateway.ask("/uploads/same.webp", headers={"Range": "bytes=100-"}).status == 200


def test_collected_static_file(gateway: Gateway) -> None:
    folder = gateway.settings.static / "admin" / "css"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "base.css").write_text("body {}")
    answer = gateway.ask("/static/admin/css/base.css")
    assert (answer.status, answer.body) == (200, b"body {}")
    assert answer.headers["Content-Type"] == "text/css; charset=utf-8"
    for directory in ("/static/admin", "/static/admin/"):
        assert gateway.ask(directory).status == 404


@pytest.mark.parametrize("path", ["/docs", "/docs/"])
def test_page_of_the_documentation(gateway: Gateway, path: str) -> None:
    answer = gateway.ask(path)
    assert (answer.status, answer.headers["Content-Type"]) == (200, "text/html; charset=utf-8")
    assert b"/docs/auth-match/" in answer.body
    assert answer.headers["Cache-Control"] == "no-cache"


def test_links_of_the_pages_exist(gateway: Gateway) -> None:
    for path in (
        "/style.css",
        "/docs/",
        "/docs/sockets",
        "/docs/auth-match/",
        "/docs/image-community",
        "/healthz",
    ):
        assert gateway.ask(path).status == 200


@pytest.mark.parametrize(
    "name", ["error_codes.json", "realtime_messages.schema.json", "asyncapi/realtime.json"]
)
def test_only_contracts_for_clients_are_served(gateway: Gateway, name: str) -> None:
    answer = gateway.ask(f"/contracts/{name}")
    assert (answer.status, answer.headers["Content-Type"]) == (200, "application/json")
    for other in ("access_token.schema.json", "", "error_codes.jsonx", "../README.md"):
        assert gateway.ask(f"/contracts/{other}").status in {400, 404}, other


def test_websocket_protocol_is_readable_in_a_browser(gateway: Gateway) -> None:
    answer = gateway.ask("/docs/realtime-protocol.md")
    assert (answer.status, answer.headers["Content-Type"]) == (200, "text/plain; charset=utf-8")
