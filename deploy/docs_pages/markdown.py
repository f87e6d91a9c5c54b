"""Markdown of this repository → HTML of /docs/."""

import posixpath
import re
from collections.abc import Mapping, Sequence
from html import escape
from itertools import pairwise
from pathlib import Path
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token

from native.settings import ROOT

# What scrolls by itself must be in reach of the keyboard.
SCROLLING = '<div class="scroll" tabindex="0" role="group" aria-label="Table">'


def to_html(text: str, source: Path, addresses: Mapping[str, str]) -> str:
    """`addresses`: path in the repository → address of its page. A link to another file becomes its name."""
    parser = MarkdownIt("commonmark").enable("table")
    parser.add_render_rule("fence", _fence)
    parser.add_render_rule("table_open", lambda *_: f"{SCROLLING}<table>\n")
    parser.add_render_rule("table_close", lambda *_: "</table></div>\n")
    tokens = parser.parse(text)
    names: set[str] = set()
    for token, following in pairwise(tokens):
        if token.type == "heading_open":
            token.attrSet("id", _anchor(following.content, names))
    for token in tokens:
        _mend_links(token.children or [], source.parent, addresses)
    return str(parser.renderer.render(tokens, parser.options, {}))


def inline(text: str) -> str:
    """A sentence."""
    return str(MarkdownIt("commonmark").renderInline(text))


def code_block(text: str) -> str:
    """It scrolls by itself, so the keyboard must reach it."""
    return f'<pre tabindex="0"><code>{escape(text)}</code></pre>\n'


def _fence(_renderer: Any, tokens: Sequence[Token], index: int, _options: Any, _env: Any) -> str:
    return code_block(tokens[index].content)


def _anchor(heading: str, taken: set[str]) -> str:
    name = wanted = re.sub(r"[^a-z0-9]+", "-", heading.lower()).strip("-")
    number = 1
    while name in taken:
        number += 1
        name = f"{wanted}-{number}"
    taken.add(name)
    return name


def _mend_links(tokens: list[Token], folder: Path, addresses: Mapping[str, str]) -> None:
    for place, token in enumerate(tokens):
        if token.type != "link_open":
            continue
        target = str(token.attrGet("href"))
        if re.match(r"[a-z]+:|#|/", target):
            continue
        path, _, anchor = target.partition("#")
        address = addresses.get(posixpath.normpath((folder.relative_to(ROOT) / path).as_posix()))
        if address is None:
            token.tag, token.attrs = "span", {}
            _closing(tokens, place).tag = "span"
        else:
            token.attrSet("href", f"{address}#{anchor}" if anchor else address)


def _closing(tokens: list[Token], place: int) -> Token:
    return next(each for each in tokens[place:] if each.type == "link_close")
