"""docs/realtime-protocol.md by its sections: the rules of the sockets that no schema states."""

import re

from native.settings import ROOT

PROTOCOL = ROOT / "docs/realtime-protocol.md"
ROW = re.compile(r"^\|.*\|$\n?", re.MULTILINE)


def sections() -> dict[str, str]:
    """Title → text below it."""
    parts = re.split(r"^## (.+)\n", PROTOCOL.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return {title.strip("`"): text.strip() for title, text in zip(parts[1::2], parts[2::2], strict=True)}


def without_tables(text: str) -> str:
    return re.sub(r"\n{3,}", "\n\n", ROW.sub("", text)).strip()


def close_codes() -> list[dict[str, str]]:
    """Rows of the table: codes, their meaning, whether to reconnect."""
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in ROW.findall(sections()["Close codes"])
        for line in [line.strip()]
    ]
    return [dict(zip(("code", "meaning", "reconnect"), row, strict=True)) for row in rows[2:]]
