"""The three files' contents."""

import re
import textwrap
from collections.abc import Iterable

from settings_files.declarations import (
    AUTH_MATCH,
    GATEWAY,
    IMAGE_COMMUNITY,
    NATIVE,
    SYSTEM,
    Setting,
    declared,
    every_setting,
)

WIDTH = 110
HEADER = """\
# Every setting, as `make settings` writes them from their declarations. Commented lines show the default;
# native running and compose set the wiring (databases, Redis, folders, secrets) themselves. Any of the
# services' own can be given as NAME_FILE=path instead.
"""
DOCUMENT = """\
# Settings

Written by `make settings` from the declarations: `services/auth-match/auth_match/config/environment/`,
`services/image-community/image_community/runtime/settings.py` and `deploy/native/declared.py`. Give them in
the environment or in `.env`; a blank value is none. Any of the services' own can be given as `NAME_FILE`, the
path of a file that holds the value.
"""
WIRED = "Native running and compose set these themselves."
# A block in docker-compose.yml; its first and last line are kept.
BLOCK = re.compile(
    r"(?P<begin> *# settings of (?P<name>[a-z-]+): .*\n)(?P<lines>(?: *[A-Z_]+: .*\n)*)(?P<end> *# end\n)"
)
# Compose makes them from its own port and folder.
ADDRESSES = ("MARU_PUBLIC_URL", "MARU_ALLOWED_ORIGINS", "MARU_ORIGINS_PATH")


def sections() -> list[tuple[str, list[Setting]]]:
    """Titles and their settings, in the order of the documents."""
    every = every_setting()

    def of(*owners: str, prefix: str = "", is_wiring: bool = False) -> list[Setting]:
        return [
            s for s in every if s.owner in owners and s.name.startswith(prefix) and s.is_wiring == is_wiring
        ]

    return [
        ("The whole system", [*of(SYSTEM), *of(GATEWAY), *of(AUTH_MATCH, prefix="MARU_")]),
        ("Native running only", of(NATIVE)),
        ("Matching (auth-match)", of(AUTH_MATCH, prefix="MATCH_")),
        ("Voice (auth-match)", of(AUTH_MATCH, prefix="VOICE_")),
        ("Accounts and sockets (auth-match)", of(AUTH_MATCH, prefix="AUTH_MATCH_")),
        ("Images (image-community)", of(IMAGE_COMMUNITY, prefix="IMAGE_COMMUNITY_")),
        ("Wiring of auth-match", of(AUTH_MATCH, is_wiring=True)),
        ("Wiring of image-community", of(IMAGE_COMMUNITY, is_wiring=True)),
    ]


def env_example() -> str:
    """`.env.example`."""
    parts = [HEADER]
    for title, settings in sections():
        parts.append(f"\n# --- {title} ---\n")
        parts.extend(_env_lines(setting) for setting in settings)
    return "".join(parts)


def _env_lines(setting: Setting) -> str:
    text = setting.description + (f" [{setting.values}]" if setting.values else "")
    comment = textwrap.fill(text, WIDTH, initial_indent="# ", subsequent_indent="# ", break_on_hyphens=False)
    return f"{comment}\n# {setting.name}={setting.default}\n"


def document() -> str:
    """docs/settings.md."""
    parts = [DOCUMENT]
    for title, settings in sections():
        rows = "".join(map(_row, settings))
        note = f"{WIRED}\n\n" if title.startswith("Wiring") else ""
        parts.append(f"\n## {title}\n{note}| setting | default | values | |\n|---|---|---|---|\n{rows}")
    return "".join(parts)


def _row(setting: Setting) -> str:
    default = f"`{setting.default}`" if setting.default else ""
    return f"| `{setting.name}` | {default} | {setting.values} | {setting.description} |\n"


def compose_file(text: str) -> str:
    """docker-compose.yml with its blocks of settings replaced; the rest as in `text`."""
    return BLOCK.sub(lambda block: block["begin"] + _compose_lines(block) + block["end"], text)


def _compose_lines(block: re.Match[str]) -> str:
    lines = "".join(f"{line}\n" for line in _environment(_in_container(block["name"])))
    return textwrap.indent(lines, block["begin"].partition("#")[0])


def _in_container(name: str) -> Iterable[Setting]:
    """What a container may be given; its wiring stands in the file."""
    return (s for s in declared(name) if not s.is_wiring and s.name not in ADDRESSES)


def _environment(settings: Iterable[Setting]) -> Iterable[str]:
    return (f"{s.name}: ${{{s.name}:-{s.compose_default}}}" for s in settings)
