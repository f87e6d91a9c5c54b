"""A folder like `web/`: the plain pages, and beside them sources and builds, which say what they are."""

from pathlib import Path

SITE = Path(__file__).resolve().parents[2] / "web" / "site"
APP_FILES = {
    "index.html": "<!doctype html><title>the app</title>",
    "assets/index-C0ffee12.js": "console.log('the app');" * 100,
    "assets/index-C0ffee12.css": "body { margin: 0 }",
    "assets/.hidden.js": "hidden",
    ".vite/manifest.json": "{}",
}
CLIENT_FILES = {
    "maru-client.js": "export const maru = 'the library';" * 100,
    "maru-client.js.map": "{}",
    "call.js": "export const call = 'its second file';" * 100,
    "types/index.d.ts": "export type Types = never;",
}
SOURCES = {
    "package.json": "{}",
    "client/package.json": "{}",
    "client/src/index.ts": "export {};",
    "app/index.html": "<!doctype html><title>not built</title>",
    "app/src/main.tsx": "export {};",
    "openapi_documents.py": "pass",
    "node_modules/vite/index.js": "export {};",
    ".npmrc": "save-exact=true",
}


def web_folder(folder: Path, *, is_built: bool) -> Path:
    (folder / "site").parent.mkdir(parents=True)
    (folder / "site").symlink_to(SITE)
    _write(folder, SOURCES)
    if is_built:
        _write(folder / "app" / "dist", APP_FILES)
        _write(folder / "client" / "dist", CLIENT_FILES)
    return folder


def _write(folder: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
