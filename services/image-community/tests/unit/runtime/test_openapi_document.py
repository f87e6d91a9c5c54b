"""The OpenAPI document says what a generator of clients needs: names, codes, headers, files, examples."""

import json
import re
from pathlib import Path

import jsonschema
import pytest
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

from image_community.main import create_app
from image_community.posts.schemas import NewPost
from image_community.runtime.settings import Settings

ROOT = Path(__file__).parents[5]
CODES = json.loads((ROOT / "contracts" / "error_codes.json").read_text(encoding="utf-8"))
AT_READINESS_ALONE = {"media_store_refused"}
PROBLEM = "application/problem+json"
DOCUMENT = create_app(Settings.model_construct()).openapi()
OPERATIONS = {
    operation["operationId"]: operation for item in DOCUMENT["paths"].values() for operation in item.values()
}
EVERY = pytest.mark.parametrize("name", OPERATIONS)
PUBLIC = {"listImages", "getImage", "listRandomImages", "listTopImages", "getLikeStatus", "listRankings"}
WITHOUT_CALLER = {"getModelLeaderboard", "getModelsSvg", "getModelsPng", "getWinRatesSvg", "getWinRatesPng"}
TAGS = {
    "images": {
        *("listImages", "createImage", "getImage", "updateImage", "putImage", "deleteImage"),
        "listRandomImages",
    },
    "ranking": {"listTopImages"},
    "likes": {"likeImage", "unlikeImage", "getLikeStatus"},
    "tournaments": {"getMatch", "listOpenMatches", "vote", "skipMatch"},
    "leaderboards": {"listRankings", *WITHOUT_CALLER},
    "account": {"exportAccount"},
}


def validator(schema: dict) -> jsonschema.Draft202012Validator:
    whole = Resource(contents=DOCUMENT, specification=DRAFT202012)
    registry = Registry().with_resource("urn:document", whole)
    text = json.dumps(schema).replace('"#/', '"urn:document#/')
    return jsonschema.Draft202012Validator(json.loads(text), registry=registry)


def problems_of(operation: dict) -> dict[str, dict]:
    return {status: each for status, each in operation["responses"].items() if int(status) >= 400}


def test_it_is_openapi_3_1():
    assert DOCUMENT["openapi"].startswith("3.1.")
    jsonschema.Draft202012Validator.check_schema({"$defs": DOCUMENT["components"]["schemas"]})


def test_every_feature_is_one_tag_of_its_operations():
    assert {each["name"] for each in DOCUMENT["tags"]} == TAGS.keys()
    assert all(each["description"] for each in DOCUMENT["tags"])
    assert {name: {tag} for tag, names in TAGS.items() for name in names} == {
        name: set(operation["tags"]) for name, operation in OPERATIONS.items()
    }


@EVERY
def test_operation_is_named_by_a_verb_in_camel_case(name):
    assert re.fullmatch(
        "(list|get|create|update|put|delete|like|unlike|vote|skip|export)([A-Z][a-z]*)*", name
    )


def test_a_problem_is_one_schema_with_every_code_of_the_contract():
    ours = {code for code, each in CODES.items() if {"image-community", "gateway"} & set(each["services"])}
    schemas = DOCUMENT["components"]["schemas"]
    of_requests = {code for code in ours if CODES[code]["status"] is not None} - AT_READINESS_ALONE
    assert set(schemas["Problem"]["properties"]["code"]["enum"]) == of_requests
    of_fields = {code for code in ours if CODES[code]["status"] is None}
    found = set(schemas["FieldProblem"]["properties"]["code"]["enum"])
    assert of_fields <= found
    assert {CODES[code]["status"] for code in found - of_fields} == {422}
    assert {each for each in schemas if "Problem" in each or "Error" in each} == {"FieldProblem", "Problem"}


@EVERY
def test_operation_lists_its_codes_by_status(name):
    for status, response in problems_of(OPERATIONS[name]).items():
        problem, one_of = response["content"][PROBLEM]["schema"]["allOf"]
        assert problem == {"$ref": "#/components/schemas/Problem"}
        codes = one_of["properties"]["code"]["enum"]
        assert codes
        assert {CODES[code]["status"] for code in codes} == {int(status)}


def test_a_match_is_refused_by_three_codes():
    refused = OPERATIONS["getMatch"]["responses"]["409"]["content"][PROBLEM]["schema"]["allOf"][1]
    assert refused["properties"]["code"]["enum"] == ["no_pair_left", "too_few_authors", "too_few_images"]


@EVERY
def test_token_is_optional_where_guests_are_welcome(name):
    needed, optional = [{"HTTPBearer": []}], [{}, {"HTTPBearer": []}]
    security = OPERATIONS[name].get("security")
    if name in WITHOUT_CALLER:
        assert security is None
    else:
        assert security == (optional if name in PUBLIC | {"getMatch"} else needed)


@EVERY
def test_response_headers_are_documented(name):
    for status, response in OPERATIONS[name]["responses"].items():
        headers = response["headers"]
        for header, reference in headers.items():
            assert reference == {"$ref": f"#/components/headers/{header}"}
            assert DOCUMENT["components"]["headers"][header]["description"]
        assert "X-Request-ID" in headers
        stale = name in PUBLIC and int(status) < 400
        assert ("WWW-Authenticate" in headers) == (status == "401" or stale), status
        assert ("Retry-After" in headers) == (status in {"429", "503"}), status
    assert ("Location" in OPERATIONS[name]["responses"].get("201", {}).get("headers", {})) == (
        name == "createImage"
    )


@EVERY
def test_example_is_valid(name):
    operation = OPERATIONS[name]
    contents = [*operation["responses"].values(), operation.get("requestBody", {})]
    examples = [
        (content["schema"], content["example"])
        for each in contents
        for content in each.get("content", {}).values()
        if "example" in content
    ]
    if name == "deleteImage" or name.endswith("Png"):  # nothing, and bytes
        assert examples == []
        return
    assert len(examples) == 1
    for schema, example in examples:
        validator(schema).validate(example)


def test_is_liked_may_be_absent_and_null_is_not_absent():
    image = DOCUMENT["components"]["schemas"]["Image"]
    assert set(image["properties"]) - set(image["required"]) == {"is_liked"}
    assert "default" not in image["properties"]["is_liked"]


def test_upload_takes_a_file_and_the_fields_of_a_post():
    form = OPERATIONS["createImage"]["requestBody"]["content"]["multipart/form-data"]["schema"]
    assert set(form["properties"]) == {"file", *NewPost.model_fields}
    file = form["properties"]["file"]
    assert (file["type"], file["format"]) == ("string", "binary")
    assert file["contentMediaType"] == "application/octet-stream"


@EVERY
def test_bounds_of_parameters_are_those_of_json_schema(name):
    for parameter in OPERATIONS[name].get("parameters", ()):
        schema = parameter["schema"]
        assert not {"ge", "le"} & set(json.dumps(schema).replace('"', " ").split()), parameter["name"]
    (image_id,) = OPERATIONS["getImage"]["parameters"]
    assert (image_id["schema"]["minimum"], image_id["schema"]["maximum"]) == (1, 2**31 - 1)
