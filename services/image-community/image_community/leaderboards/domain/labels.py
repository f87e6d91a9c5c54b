"""Texts in charts: user-supplied names, made visible and short, and counts."""

import unicodedata
from collections.abc import Container, Iterable

MISSING = "□"
MOST_MARKS = 2  # combining marks per letter; more overlap other lines
EVERY = range(0x110000)  # code points


def label(name: str, *, width: int, drawable: Container[int]) -> str:
    """At most `width` columns, an East Asian character takes two. `drawable`: code points the fonts have.

    Long names are cut in the middle, since names of one family differ at their ends.
    """
    letters = _letters(one_line(name, drawable))
    if _columns(letters) <= width:
        return "".join(letters)
    tail = _first(reversed(letters), columns=(width - 1) // 3)[::-1]
    head = _first(letters, columns=width - 1 - _columns(tail))
    return "".join(head).rstrip() + "…" + "".join(tail).lstrip()


def one_line(name: str, drawable: Container[int] = EVERY) -> str:
    """The whole name, without direction marks and control characters."""
    visible = "".join(_visible(unicodedata.normalize("NFC", name), drawable))
    return " ".join(visible.split()) or MISSING


def short_count(count: int) -> str:
    """At most four characters up to 999 million: 950, 9.5k, 12k, 3.4M."""
    if count < 1000:
        return str(count)
    thousands, unit = (count / 1_000_000, "M") if count >= 999_500 else (count / 1000, "k")
    return f"{thousands:.1f}{unit}" if thousands < 9.95 else f"{thousands:.0f}{unit}"


def _letters(text: str) -> list[str]:
    """Letters with their combining marks."""
    letters: list[str] = []
    for character in text:
        if letters and unicodedata.category(character)[0] == "M":
            letters[-1] += character
        else:
            letters.append(character)
    return letters


def _first(letters: Iterable[str], *, columns: int) -> list[str]:
    kept: list[str] = []
    for each in letters:
        columns -= _columns(each)
        if columns < 0:
            break
        kept.append(each)
    return kept


def _visible(name: str, drawable: Container[int]) -> list[str]:
    shown: list[str] = []
    marks = 0
    for character in name:
        kind = unicodedata.category(character)
        if character.isspace():
            shown.append(" ")
        elif kind[0] == "M":
            marks += 1
            if marks <= MOST_MARKS and ord(character) in drawable:
                shown.append(character)
            continue
        elif kind in {"Cf", "Cc"}:  # direction marks and controls are invisible but change the layout
            continue
        else:
            shown.append(character if _is_drawn(ord(character), drawable) else MISSING)
        marks = 0
    return shown


def _is_drawn(code_point: int, drawable: Container[int]) -> bool:
    """False for the last two code points of a plane: noncharacters, not allowed in XML (1.0, 2.2)."""
    return code_point in drawable and code_point & 0xFFFE != 0xFFFE


def _columns(text: Iterable[str]) -> int:
    return sum(
        0 if unicodedata.combining(each) else 2 if unicodedata.east_asian_width(each) in "WF" else 1
        for each in "".join(text)
    )
