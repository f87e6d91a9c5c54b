"""Fields of request bodies, whose refusals have the codes and sentences of field_errors.py."""

import re
from collections.abc import Mapping
from typing import Any, ClassVar, NoReturn, cast

from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail
from rest_framework.fields import empty
from rest_framework.settings import api_settings

from auth_match.runtime.field_errors import SENTENCES
from auth_match.runtime.storable import holds_unstorable_text

WHOLE_NUMBER = re.compile("-?[0-9]+")
MOST_UNKNOWN, MOST_CHARACTERS = 50, 100  # of names of unknown fields, which are input
LIMITS = ("max_length", "min_length", "max_value", "min_value")


class _Field(serializers.Field[Any, Any, Any, Any]):
    """`other_type` is the code of a value of another type."""

    default_error_messages: ClassVar[dict[str, Any]] = {
        **{name: SENTENCES[name] for name in ("required", "null", "blank")},
        # REST framework gives each limit by its own name
        **{name: SENTENCES[name].replace("{limit}", f"{{{name}}}") for name in LIMITS},
    }
    other_type: ClassVar[str]

    def fail(self, key: str, **values: Any) -> NoReturn:
        code = {"invalid": self.other_type, "max_string_length": "too_many_digits"}.get(key, key)
        raise serializers.ValidationError(SENTENCES[code].format(**values), code=code)


class Text(_Field, serializers.CharField):
    """Text only: DRF's own field turns 7 into "7"."""

    other_type = "not_text"

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str):
            self.fail("invalid")
        if holds_unstorable_text(data):
            self.fail("unstorable_text")
        return str(super().to_internal_value(data))


class WholeNumber(_Field, serializers.IntegerField):
    """A number, or ASCII digits: DRF's own field also accepts `1_0`, `1.0` and digits of any script."""

    other_type = "not_whole_number"

    def to_internal_value(self, data: Any) -> int:
        is_number = isinstance(data, int) and not isinstance(data, bool)
        if not is_number and not (isinstance(data, str) and WHOLE_NUMBER.fullmatch(data)):
            self.fail("invalid")
        return int(super().to_internal_value(data))


class Flag(_Field, serializers.BooleanField):
    """True or false."""

    other_type = "not_boolean"


class Choice(_Field, serializers.ChoiceField):
    """One of a few values, which the refusal lists instead of the input."""

    other_type = "invalid_choice"

    def fail(self, key: str, **values: Any) -> NoReturn:
        super().fail(key, choices=", ".join(str(each) for each in self.choices))


class Body(serializers.Serializer[Any]):
    """The body of a request, a JSON object without fields that it does not know. Read-only ones are known: a
    client may send a whole object back as it was read (decision 46)."""

    ignored: ClassVar[tuple[str, ...]] = ()  # names of the answer that are not fields of the body

    def run_validation(self, data: Any = empty) -> Any:
        if not isinstance(data, Mapping):
            whole = {api_settings.NON_FIELD_ERRORS_KEY: [SENTENCES["not_object"]]}
            raise serializers.ValidationError(whole, code="not_object")
        unknown = self._errors_of_unknown(data)
        try:
            value = super().run_validation(data)
        except serializers.ValidationError as error:  # all of them at once
            raise serializers.ValidationError({**unknown, **cast(dict[str, Any], error.detail)}) from error
        if unknown:
            raise serializers.ValidationError(unknown)
        return value

    def _errors_of_unknown(self, data: Mapping[Any, Any]) -> dict[str, list[ErrorDetail]]:
        known = {*self.fields, *self.ignored}
        names = [str(name)[:MOST_CHARACTERS] for name in data if name not in known][:MOST_UNKNOWN]
        return {name: [ErrorDetail(SENTENCES["unknown_field"], code="unknown_field")] for name in names}


class QueryParameters(serializers.Serializer[Any]):
    """The parameters of a query; others are ignored, as everywhere on the web."""
