"""Codes and sentences of wrong fields: the same in both services, whatever library found the error.

The codes are listed in `contracts/error_codes.json`; the sentences are for the person who filled in the form.
"""

from collections.abc import Mapping
from typing import Any

SENTENCES = {
    "required": "This field is required.",
    "null": "This may not be null.",
    "blank": "This may not be blank.",
    "not_text": "This must be text.",
    "not_whole_number": "This must be a whole number.",
    "not_boolean": "This must be true or false.",
    "not_object": "This must be a JSON object.",
    "not_uuid": "This must be a UUID.",
    "max_length": "This may have at most {limit} characters.",
    "min_length": "This must have at least {limit} characters.",
    "max_value": "This may be at most {limit}.",
    "min_value": "This must be at least {limit}.",
    "too_many_digits": "This number has too many digits.",
    "invalid_choice": "This must be one of: {choices}.",
    "unstorable_text": "Text may hold neither the NUL character nor a lone surrogate.",
    "unknown_field": "This field is not known.",
    "not_valid": "This is not valid.",
}
# Of pydantic's types of errors (docs.pydantic.dev, "Validation Errors"); all others are not_valid.
CODE_OF_TYPE = {
    "missing": "required",
    "string_type": "not_text",
    "string_unicode": "unstorable_text",
    "string_too_long": "max_length",
    "string_too_short": "min_length",
    "int_type": "not_whole_number",
    "int_parsing": "not_whole_number",
    "int_from_float": "not_whole_number",
    "int_parsing_size": "too_many_digits",
    "less_than_equal": "max_value",
    "greater_than_equal": "min_value",
    "uuid_type": "not_uuid",
    "uuid_parsing": "not_uuid",
    "bool_type": "not_boolean",
    "bool_parsing": "not_boolean",
    "model_type": "not_object",
    "model_attributes_type": "not_object",
    "dict_type": "not_object",
    "enum": "invalid_choice",
    "literal_error": "invalid_choice",
    "union_tag_invalid": "invalid_choice",
    "union_tag_not_found": "required",
    "unstorable_text": "unstorable_text",
    "extra_forbidden": "unknown_field",
}


def code_of(error: Mapping[str, Any]) -> str:
    """The code of one of pydantic's errors (`ErrorDetails`)."""
    kind: str = error["type"]
    if tuple(error["loc"]) == ("body",) and CODE_OF_TYPE.get(kind) in ("required", "not_object"):
        return "not_object"  # null, too
    if (kind.endswith("_type") or kind in ("literal_error", "enum")) and error.get("input", ...) is None:
        return "null"
    if kind == "string_too_short" and error["ctx"]["min_length"] == 1:
        return "blank"
    return CODE_OF_TYPE.get(kind, "not_valid")


def sentence_of(error: Mapping[str, Any]) -> str:
    """The sentence of one of pydantic's errors. It never repeats the input."""
    context: Mapping[str, Any] = error.get("ctx", {})
    limits = (context[name] for name in ("max_length", "min_length", "le", "ge") if name in context)
    expected = str(context.get("expected") or context.get("expected_tags", ""))
    choices = expected.replace(" or ", ", ").replace("'", "")
    return SENTENCES[code_of(error)].format(limit=next(limits, ""), choices=choices)
