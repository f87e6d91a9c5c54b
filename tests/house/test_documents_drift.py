"""The AsyncAPI document and the pages of /docs/ are what their sources make; its examples are frames."""

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from docs_pages.asyncapi import document
from docs_pages.protocol import close_codes

ROOT = Path(__file__).parents[2]
FRAMES = json.loads((ROOT / "contracts/realtime_messages.schema.json").read_text(encoding="utf-8"))
DOCUMENT = document()
MESSAGES: dict[str, Any] = DOCUMENT["components"]["messages"]


def test_committed_files_are_what_their_sources_make() -> None:
    command = [sys.executable, "-m", "docs_pages", "--check"]
    environment = {"PYTHONPATH": str(ROOT / "deploy")}
    checked = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT, env=environment)
    assert (checked.returncode, checked.stderr) == (0, "")


def test_every_frame_is_in_the_document_once() -> None:
    count = sum(len(each["oneOf"]) for each in FRAMES["$defs"].values())
    of_operations = [
        each["$ref"] for operation in DOCUMENT["operations"].values() for each in operation["messages"]
    ]
    assert (len(MESSAGES), len(of_operations), len(set(of_operations))) == (count, count, count)


def test_every_reference_leads_to_a_part_of_the_document() -> None:
    """AsyncAPI's own schema, which the document was held against once, does not look."""
    references = re.findall(r'"\$ref": "#/([^"]+)"', json.dumps(DOCUMENT))
    assert references
    for reference in references:
        part: Any = DOCUMENT
        for name in reference.split("/"):
            part = part[name]


@pytest.mark.parametrize("key", MESSAGES)
def test_example_is_a_frame(key: str) -> None:
    schema = FRAMES["$defs"][key.split(".")[0]]
    for example in MESSAGES[key]["examples"]:
        jsonschema.Draft202012Validator(schema).validate(example["payload"])


def test_every_server_frame_says_what_to_do() -> None:
    of_the_server = {key for key in MESSAGES if "_server." in key}
    assert {key for key, each in MESSAGES.items() if "x-what-to-do" in each} == of_the_server


def test_close_codes_are_those_of_the_services() -> None:
    """Every code of ours that they may close with is explained; 4408 is reserved."""
    explained = {code for row in close_codes() for code in row["code"].replace(" ", "").split(",")}
    source = (ROOT / "services/auth-match/auth_match/realtime/close_codes.py").read_text(encoding="utf-8")
    ours = set(re.findall(r"= (4\d{3})\b", source)) - {"4408"}
    assert ours
    assert ours <= explained
