"""Both services refuse a wrong field with the same codes and sentences, all of which the contract lists."""

import json
import re
from pathlib import Path

from auth_match.runtime import field_errors as of_auth_match
from image_community.runtime import field_errors as of_image_community

ROOT = Path(__file__).parents[2]
CODES = json.loads((ROOT / "contracts" / "error_codes.json").read_text(encoding="utf-8"))
TABLES = {
    "auth-match": of_auth_match.SENTENCES,
    "image-community": of_image_community.SENTENCES,
}
# ValidationError("A sentence.", code="…") and FieldError(field, "…", "A sentence.")
GIVEN = re.compile(r'ValidationError\([^()]*(?:\([^()]*\)[^()]*)*code="(\w+)"|FieldError\("?\w+"?, "(\w+)"')


def test_tables_are_the_same() -> None:
    ours, theirs = of_image_community, of_auth_match
    own = {"same_image"}
    assert {code: text for code, text in ours.SENTENCES.items() if code not in own} == theirs.SENTENCES
    assert {kind: code for kind, code in ours.CODE_OF_TYPE.items() if code not in own} == theirs.CODE_OF_TYPE


def test_every_code_is_in_the_contract_with_its_services() -> None:
    for service, table in TABLES.items():
        for code in table:
            assert service in CODES[code]["services"], code
            assert CODES[code]["title"] == "Field error", code


def test_every_code_of_a_rule_of_auth_match_is_in_the_contract() -> None:
    sources = (ROOT / "services" / "auth-match" / "auth_match").rglob("*.py")
    texts = [
        path.read_text(encoding="utf-8") for path in sources if "staff" not in path.parts
    ]  # pages, no API
    given = {code for text in texts for match in GIVEN.findall(text) for code in match if code}
    assert {"yourself", "one_of_two", "username_not_acceptable", "ages_out_of_order", "too_many"} <= given
    assert {code for code in given if "auth-match" not in CODES[code]["services"]} == set()


def test_codes_of_pydantic_lead_to_sentences() -> None:
    for module in (of_auth_match, of_image_community):
        assert set(module.CODE_OF_TYPE.values()) <= set(module.SENTENCES)
