"""`make settings`: writes the three files; tests/house/test_settings.py compares them."""

import sys
from pathlib import Path

from settings_files import rendering

ROOT = Path(__file__).resolve().parents[2]


def contents() -> dict[Path, str]:
    """What each file should hold."""
    compose = ROOT / "docker-compose.yml"
    return {
        ROOT / ".env.example": rendering.env_example(),
        ROOT / "docs/settings.md": rendering.document(),
        compose: rendering.compose_file(compose.read_text(encoding="utf-8")),
    }


def main() -> None:
    """Write what differs, and say so."""
    for path, text in contents().items():
        if path.exists() and path.read_text(encoding="utf-8") == text:
            continue
        path.write_text(text, encoding="utf-8")
        sys.stdout.write(f"written: {path.relative_to(ROOT)}\n")


if __name__ == "__main__":
    main()
