"""Names that anybody may have written, made fit for a picture: one line, of bounded width, visible."""

import unicodedata
from collections.abc import Container

MISSING = "□"
MOST_MARKS = 2  # combining marks on one letter; more climb over the neighbours


def label(name: str, *, width: int, drawable: Container[int]) -> str:
    """At most `width` columns, an East Asian character taking two. `drawable`: code points the fonts have."""
    text = "".join(_visible(unicodedata.normalize("NFC", name), drawable))
    text = " ".join(text.split()) or MISSING
    if _columns(text) <= width:
        return text
    kept = ""
    for character in text:
        if _columns(kept + character) > width - 1:
            break
        kept += character
    return kept.rstrip() + "…"


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
        elif kind in {"Cf", "Cc"}:  # direction marks and controls, which would act instead of being seen
            continue
        else:
            shown.append(character if ord(character) in drawable else MISSING)
        marks = 0
    return shown


def _columns(text: str) -> int:
    return sum(
        0 if unicodedata.combining(each) else 2 if unicodedata.east_asian_width(each) in "WF" else 1
        for each in text
    )
