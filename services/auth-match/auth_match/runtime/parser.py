"""Parses bodies: only JSON (RFC 8259) in UTF-8, and only text that can be stored and sent back."""

import json
from collections.abc import Mapping
from typing import IO, Any, NoReturn

from rest_framework.exceptions import ParseError, ValidationError
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.parsers import JSONParser
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request

from auth_match.runtime.field_errors import SENTENCES
from auth_match.runtime.storable import holds_unstorable_text


class SafeJSONParser(JSONParser):
    """Refuses what REST framework answers with 500: deep nesting, NUL, lone surrogates, other charsets."""

    def parse(
        self,
        stream: IO[Any],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> Any:
        try:
            data = json.loads(stream.read().decode("utf-8"), parse_constant=_refuse_constant)
        except (ValueError, RecursionError) as error:
            raise ParseError from error
        if holds_unstorable_text(data):
            raise ValidationError(SENTENCES["unstorable_text"], code="unstorable_text")
        return data


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON (RFC 8259 6)")


class JSONOnly(DefaultContentNegotiation):
    """Ignores Accept and responds in the view's only format (RFC 9110 12.5.1 allows it): no 406."""

    def select_renderer(
        self, _request: Request, renderers: Any, _format_suffix: str | None = None
    ) -> tuple[BaseRenderer, str]:
        renderer = renderers[0]
        return renderer, renderer.media_type
