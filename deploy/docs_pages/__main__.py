"""Write every generated file, or with --check name those that differ and exit 1."""

import json
import sys
from pathlib import Path

from docs_pages import errors, sockets
from docs_pages.asyncapi import document
from docs_pages.layout import page, swagger_page
from docs_pages.markdown import to_html
from native.settings import ROOT

SITE = ROOT / "web/site"
STYLES = ROOT / "web/app/src"
# Path in the repository → address of its page.
MARKDOWN = {
    "docs/tutorial/1-a-call.md": "/docs/tutorial/1-a-call/",
    "docs/tutorial/2-images.md": "/docs/tutorial/2-images/",
    "docs/earlier-clients.md": "/docs/earlier-clients/",
    "web/client/README.md": "/docs/client/",
    "web/react/README.md": "/docs/react/",
}
ADDRESSES = {
    **MARKDOWN,
    "docs/realtime-protocol.md": sockets.ADDRESS,
    "contracts/error_codes.json": errors.ADDRESS,
    "contracts/realtime_messages.schema.json": "/contracts/realtime_messages.schema.json",
}
APIS = {
    "/docs/auth-match/": ("Accounts, matching and voice rooms", "/docs/auth-match/openapi.json"),
    "/docs/image-community/": ("Images, likes, tournament and rankings", "/api/v1/openapi.json"),
}


def texts() -> dict[Path, str]:
    """File → text, as its sources make it now."""
    realtime = document()
    pages = {
        "/docs/": page(
            "/docs/", "Documentation", (Path(__file__).parent / "overview.html").read_text("utf-8")
        ),
        sockets.ADDRESS: sockets.render(realtime, ADDRESSES),
        errors.ADDRESS: errors.render(),
        **{address: swagger_page(address, *about) for address, about in APIS.items()},
        **{address: _from_markdown(source, address) for source, address in MARKDOWN.items()},
    }
    return {
        ROOT / "contracts/asyncapi/realtime.json": json.dumps(realtime, indent=1, ensure_ascii=False) + "\n",
        SITE / "docs/tokens.css": (STYLES / "styles/tokens.css").read_text("utf-8"),
        SITE / "docs/icon.svg": (STYLES / "icon.svg").read_text("utf-8"),
        **{SITE / address.strip("/") / "index.html": text for address, text in pages.items()},
    }


def _from_markdown(source: str, address: str) -> str:
    text = (ROOT / source).read_text("utf-8")
    title = text.splitlines()[0].removeprefix("# ")
    return page(address, title, to_html(text, ROOT / source, ADDRESSES))


def differing() -> list[str]:
    made = texts()
    stray = {path for path in (SITE / "docs").rglob("index.html") if path not in made}
    wrong = {path for path, text in made.items() if not path.exists() or path.read_text("utf-8") != text}
    return sorted(path.relative_to(ROOT).as_posix() for path in wrong | stray)


def main() -> int:
    if "--check" in sys.argv[1:]:
        names = differing()
        for name in names:
            sys.stderr.write(f"{name} differs from its sources: run `make pages`\n")
        return 1 if names else 0
    for path, text in texts().items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
