"""The web client: the app and its deep links, the library for pages of any origin, `/` without a build."""

import gzip
from collections.abc import Iterator
from pathlib import Path

import pytest
from gateway.tests.running_gateway import ALLOWED_ORIGIN, Gateway, run_gateway
from gateway.tests.web_folder import APP_FILES, CLIENT_FILES, SOURCES, web_folder

BROWSER = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
PAGES = [
    *("/", "/sign-up", "/log-in", "/rules", "/talk", "/me", "/calls"),
    *("/images", "/images/17", "/upload", "/my-images", "/arena", "/ranks"),
]
NO_PAGES = ["/nothing", "/talk/more", "/images/x", "/images/17/edit", "/signup", "/TALK", "/me.html"]
LIBRARY = ["maru-client.js", "maru-client.js.map", "call.js"]


@pytest.fixture(scope="module")
def unbuilt(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gateway]:
    folder = tmp_path_factory.mktemp("unbuilt")
    with run_gateway(folder / "data", web=web_folder(folder / "web", is_built=False)) as opened:
        yield opened


@pytest.mark.parametrize("path", [*PAGES, "/talk/", "/me?tab=sessions"])
@pytest.mark.parametrize("headers", [BROWSER, {}], ids=["browser", "other"])
def test_page_of_the_app_is_its_shell(gateway: Gateway, path: str, headers: dict[str, str]) -> None:
    answer = gateway.ask(path, headers=headers)
    assert (answer.status, answer.body.decode()) == (200, APP_FILES["index.html"])
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    assert answer.headers.get_all("Cache-Control") == ["no-cache"]
    again = gateway.ask(path, headers={**headers, "If-None-Match": answer.headers["ETag"]})
    assert (again.status, again.body) == (304, b"")


@pytest.mark.parametrize("path", NO_PAGES)
def test_unknown_address_is_the_shell_with_404_to_a_browser(gateway: Gateway, path: str) -> None:
    answer = gateway.ask(path, headers=BROWSER)
    assert (answer.status, answer.body.decode()) == (404, APP_FILES["index.html"])
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    assert answer.headers.get_all("Cache-Control") == ["no-store"]
    assert "script-src 'self'" in answer.headers["Content-Security-Policy"]
    assert gateway.ask(path, "POST", BROWSER).status == 404
    assert gateway.ask(path, "HEAD", BROWSER).body == b""
    assert gateway.ask(path).json()["code"] == "not_found"


@pytest.mark.parametrize(
    "path", ["/api", "/api/v2/x", "/client", "/client/v1/none.js", "/internal/x", "/unknown-page"]
)
def test_unknown_address_where_no_page_is_stays_a_problem(gateway: Gateway, path: str) -> None:
    answer = gateway.ask(path, headers=BROWSER if path != "/unknown-page" else {})
    assert (answer.status, answer.json()["code"]) == (404, "not_found")


def test_headers_of_the_app(gateway: Gateway) -> None:
    headers = gateway.ask("/talk", headers={"Host": "maru.example:8443"}).headers
    policy = dict(part.split(" ", 1) for part in headers["Content-Security-Policy"].split("; "))
    assert policy == {
        "default-src": "'self'",
        "script-src": "'self'",
        "style-src": "'self'",
        "img-src": "'self' data: blob:",
        "media-src": "'self' blob:",
        "connect-src": "'self' ws://maru.example:8443",
        "object-src": "'none'",
        "base-uri": "'none'",
        "form-action": "'self'",
        "frame-ancestors": "'none'",
    }
    assert headers.get_all("Permissions-Policy") == ["microphone=(self), camera=(), geolocation=()"]
    assert headers.get_all("Cross-Origin-Opener-Policy") == ["same-origin"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"


@pytest.mark.parametrize("host", ["x;script-src *", "x y", "a'b"])
def test_host_adds_nothing_else_to_the_policy(gateway: Gateway, host: str) -> None:
    answer = gateway.ask_raw(f"GET / HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n".encode())
    policy = answer.headers["Content-Security-Policy"]
    assert answer.status == 400 or "connect-src 'self';" in policy
    assert host not in policy


def test_file_with_a_hash_in_its_name_is_kept_for_a_year(gateway: Gateway) -> None:
    for name, media in (("js", "text/javascript"), ("css", "text/css")):
        answer = gateway.ask(f"/assets/index-C0ffee12.{name}")
        assert (answer.status, answer.headers["Content-Type"]) == (200, f"{media}; charset=utf-8")
        assert answer.headers.get_all("Cache-Control") == ["public, max-age=31536000, immutable"]


@pytest.mark.parametrize("name", ["index-0ld.js", "", ".hidden.js", "..%2f..%2f..%2fx.js", "../none.js"])
def test_missing_asset_is_a_plain_404(gateway: Gateway, name: str) -> None:
    answer = gateway.ask(f"/assets/{name}", headers={"Accept": "*/*"})
    assert answer.status in {400, 404}
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("name", LIBRARY)
@pytest.mark.parametrize("origin", [ALLOWED_ORIGIN, "https://any.example", "null", None])
def test_library_is_for_pages_of_any_origin(gateway: Gateway, name: str, origin: str | None) -> None:
    answer = gateway.ask(f"/client/v1/{name}", headers={"Origin": origin} if origin else {})
    assert (answer.status, answer.body.decode()) == (200, CLIENT_FILES[name])
    assert answer.headers.get_all("Access-Control-Allow-Origin") == ["*"]
    assert "Access-Control-Allow-Credentials" not in answer.headers
    media = "application/json" if name.endswith(".map") else "text/javascript; charset=utf-8"
    assert answer.headers["Content-Type"] == media
    assert answer.headers.get_all("Cache-Control") == ["no-cache"]


def test_library_is_compressed_and_asked_again_by_its_tag(gateway: Gateway) -> None:
    answer = gateway.ask("/client/v1/maru-client.js", headers={"Accept-Encoding": "gzip"})
    assert gzip.decompress(answer.body).decode() == CLIENT_FILES["maru-client.js"]
    tag = {"Accept-Encoding": "gzip", "If-None-Match": answer.headers["ETag"]}
    again = gateway.ask("/client/v1/maru-client.js", headers=tag)
    assert (again.status, again.headers["Access-Control-Allow-Origin"]) == (304, "*")


def test_of_a_build_only_its_files_are_served(gateway: Gateway) -> None:
    for path in ("types/index.d.ts", "../package.json", "..%2fpackage.json", "none.js", "", "types/"):
        assert gateway.ask(f"/client/v1/{path}").status in {400, 404}, path
    assert gateway.ask("/.vite/manifest.json").status == 404


@pytest.mark.parametrize("prefix", ["", "../", "app/", "client/", "assets/../../", "client/v1/../", "..%2f"])
def test_sources_are_not_served(gateway: Gateway, unbuilt: Gateway, prefix: str) -> None:
    for name in SOURCES:
        for opened in (gateway, unbuilt):
            for headers in ({}, BROWSER):
                answer = opened.ask(f"/{prefix}{name}", headers=headers)
                assert answer.status in {400, 404}, name
                assert b"not built" not in answer.body


def test_without_a_build_a_plain_page_says_how_to_get_one(unbuilt: Gateway) -> None:
    answer = unbuilt.ask("/", headers=BROWSER)
    assert (answer.status, answer.headers["Content-Type"]) == (200, "text/html; charset=utf-8")
    assert b"<code>make up</code> builds it" in answer.body
    assert "unsafe-inline" not in answer.headers["Content-Security-Policy"]
    for path in ("/style.css", "/docs/", "/healthz"):
        assert unbuilt.ask(path).status == 200
    for path in ("/talk", "/nothing", "/assets/x.js", "/client/v1/maru-client.js"):
        missing = unbuilt.ask(path, headers=BROWSER)
        assert (missing.status, missing.json()["code"]) == (404, "not_found")


def test_build_is_served_without_a_restart(tmp_path: Path) -> None:
    web = web_folder(tmp_path / "web", is_built=False)
    with run_gateway(tmp_path / "data", web=web) as opened:
        assert b"make up" in opened.ask("/").body
        web_folder(tmp_path / "other", is_built=True)
        for name in ("app", "client"):
            (tmp_path / "other" / name / "dist").rename(web / name / "dist")
        assert opened.ask("/talk").body.decode() == APP_FILES["index.html"]
        assert opened.ask("/client/v1/call.js").status == 200
