"""The app's own words, so that stories name buttons as people see them and a better wording breaks none."""

import json
import re
from functools import cache

from native.settings import ROOT

MESSAGES = ROOT / "web" / "app" / "src" / "i18n"
ENTRY = re.compile(r'^\s*"([\w.]+)":\s*("(?:[^"\\]|\\.)*")', re.MULTILINE)


class Words:
    """The words of one language: `words("offer.title", name="Mina", age=30)`."""

    def __init__(self, language: str) -> None:
        self.language = language
        source = (MESSAGES / f"{language}.ts").read_text(encoding="utf-8")
        self._texts: dict[str, str] = {key: json.loads(text) for key, text in ENTRY.findall(source)}

    def __call__(self, key: str, **values: object) -> str:
        text = self._texts[key]
        for name, value in values.items():
            text = text.replace(f"{{{name}}}", str(value))
        assert "{" not in text, f"{key} wants values: {text}"
        return text


@cache
def words(language: str) -> Words:
    return Words(language)
