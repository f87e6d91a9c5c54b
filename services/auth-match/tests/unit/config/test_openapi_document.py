"""The OpenAPI document says what a generator of clients needs: names, codes, headers, bodies, examples."""

import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

ROOT = Path(__file__).parents[5]
CODES = json.loads((ROOT / "contracts/error_codes.json").read_text(encoding="utf-8"))
# Made by this code: tests/house/test_openapi_drift.py
DOCUMENT = json.loads((ROOT / "contracts/openapi/auth-match.json").read_text(encoding="utf-8"))
OTHER = json.loads((ROOT / "contracts/openapi/image-community.json").read_text(encoding="utf-8"))
OPERATIONS: dict[str, dict[str, Any]] = {
    operation["operationId"]: operation for item in DOCUMENT["paths"].values() for operation in item.values()
}
EVERY = pytest.mark.parametrize("name", OPERATIONS)
PROBLEM = "application/problem+json"
ON_SOCKETS_ALONE = {"in_room", "room_gone", "mailbox_full", "invalid_ticket", "malformed_frame"}
KEPT_IN_A_COOKIE = {"signUp", "logIn", "refreshTokens", "logOut"}
ANSWERS_NOTHING = {"logOutEverywhere", "endSession", "unblockUser"}


def validator(schema: dict[str, Any]) -> jsonschema.Draft202012Validator:
    whole = Resource(contents=DOCUMENT, specification=DRAFT202012)
    registry = Registry().with_resource("urn:document", whole)
    text = json.dumps(schema).replace('"#/', '"urn:document#/')
    return jsonschema.Draft202012Validator(json.loads(text), registry=registry)


def test_it_is_openapi_3_1() -> None:
    assert DOCUMENT["openapi"].startswith("3.1.")
    jsonschema.Draft202012Validator.check_schema({"$defs": DOCUMENT["components"]["schemas"]})


@EVERY
def test_operation_is_named_by_a_verb_and_has_one_described_tag(name: str) -> None:
    verbs = "sign|log|refresh|list|get|create|update|put|delete|end|change|export|block|unblock|report"
    assert re.fullmatch(f"({verbs})([A-Z][a-z]*)+", name)
    described = {each["name"] for each in DOCUMENT["tags"] if each["description"]}
    assert len(OPERATIONS[name]["tags"]) == 1
    assert set(OPERATIONS[name]["tags"]) <= described


def test_a_problem_has_every_code_of_the_contract() -> None:
    ours = {code for code, each in CODES.items() if {"auth-match", "gateway"} & set(each["services"])}
    schemas = DOCUMENT["components"]["schemas"]
    of_requests = {code for code in ours if CODES[code]["status"] is not None} - ON_SOCKETS_ALONE
    assert set(schemas["Problem"]["properties"]["code"]["enum"]) == of_requests
    assert (
        set(schemas["FieldProblem"]["properties"]["code"]["enum"])
        == ours - {code for code in ours if CODES[code]["status"] is not None} - ON_SOCKETS_ALONE
    )


@pytest.mark.parametrize("name", ["Problem", "FieldProblem"])
def test_a_problem_has_the_same_fields_in_both_services(name: str) -> None:
    ours, theirs = (each["components"]["schemas"][name] for each in (DOCUMENT, OTHER))
    assert ours["properties"].keys() == theirs["properties"].keys()
    assert ours["required"] == theirs["required"]


@EVERY
def test_operation_lists_its_codes_by_status(name: str) -> None:
    for status, response in OPERATIONS[name]["responses"].items():
        if status < "400":
            continue
        problem, one_of = response["content"][PROBLEM]["schema"]["allOf"]
        assert problem == {"$ref": "#/components/schemas/Problem"}
        codes = one_of["properties"]["code"]["enum"]
        assert codes
        assert {CODES[code]["status"] for code in codes} == {int(status)}


@EVERY
def test_response_headers_are_documented(name: str) -> None:
    for status, response in OPERATIONS[name]["responses"].items():
        headers = response["headers"]
        for header, reference in headers.items():
            assert reference == {"$ref": f"#/components/headers/{header}"}
            assert DOCUMENT["components"]["headers"][header]["description"]
        assert "X-Request-ID" in headers
        assert ("WWW-Authenticate" in headers) == (status == "401")
        assert ("Retry-After" in headers) == (status in {"429", "503"})
        assert ("Set-Cookie" in headers) == (name in KEPT_IN_A_COOKIE and status < "300")


@EVERY
def test_example_is_valid(name: str) -> None:
    operation = OPERATIONS[name]
    contents = [*operation["responses"].values(), operation.get("requestBody", {})]
    examples = [
        (content["schema"], content["example"])
        for each in contents
        for content in each.get("content", {}).values()
        if "example" in content
    ]
    assert bool(examples) == (name not in ANSWERS_NOTHING)
    for schema, example in examples:
        validator(schema).validate(example)


def test_an_account_is_deleted_with_a_body() -> None:
    body = OPERATIONS["deleteAccount"]["requestBody"]
    assert body["content"]["application/json"]["schema"] == {"$ref": "#/components/schemas/PasswordRequest"}
    assert body["required"] is True
    for name in ("endSession", "unblockUser"):
        assert "requestBody" not in OPERATIONS[name]


def test_a_page_of_ours_may_keep_its_refresh_token_in_a_cookie() -> None:
    for name, operation in OPERATIONS.items():
        asks = "X-Maru-Session" in [each["name"] for each in operation.get("parameters", ())]
        assert asks == (name in KEPT_IN_A_COOKIE)
    assert "refresh" not in DOCUMENT["components"]["schemas"]["TokenPair"]["required"]
    assert "requestBody" in OPERATIONS["refreshTokens"]
    assert not OPERATIONS["refreshTokens"]["requestBody"].get("required")


def test_a_partner_of_the_history_is_typed() -> None:
    partner = DOCUMENT["components"]["schemas"]["MatchHistory"]["properties"]["partner"]
    assert "#/components/schemas/Partner" in json.dumps(partner)
