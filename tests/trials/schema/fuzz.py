"""Requests made up from an OpenAPI document, right and wrong ones; whether it documents each answer.

By schemathesis. Left out is its check of Allow: both frameworks name OPTIONS or leave HEAD out.
"""

import random
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import hypothesis
import requests
import schemathesis
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import FailureGroup
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

DOCUMENTS = ("/docs/auth-match/openapi.json", "/api/v1/openapi.json")
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
TIMEOUT_SECONDS = 30
SEED = 12


@dataclass(slots=True)
class Seen:
    """What one operation answered, and what of that the document does not say."""

    operation: str
    statuses: Counter[int] = field(default_factory=Counter)
    failures: dict[str, str] = field(default_factory=dict)  # kind and status → the first case, as curl

    @property
    def requests(self) -> int:
        return self.statuses.total()

    @property
    def server_errors(self) -> int:
        return sum(count for status, count in self.statuses.items() if status >= 500)


Known = Mapping[str, Sequence[int]]


def operations(base_url: str, document: str) -> Iterator[Any]:
    """Raises what schemathesis found wrong in the document itself."""
    schema = schemathesis.openapi.from_url(base_url + document, timeout=TIMEOUT_SECONDS)
    results: Iterator[Any] = schema.get_all_operations()
    for each in results:
        yield each.ok()


def fuzzed(operation: Any, *, base_url: str, examples: int, headers: Mapping[str, str], known: Known) -> Seen:
    """Asks `examples` times. `known`: ids that exist, by path parameter; half of the cases get one."""
    seen = Seen(operation.label)
    session = requests.Session()
    choice = random.Random(SEED)

    def ask(case: Any) -> None:
        for name in known.keys() & case.path_parameters.keys():
            if choice.random() < 0.5:
                case.path_parameters[name] = choice.choice(known[name])
        answer = case.call(base_url=base_url, session=session, headers=dict(headers), timeout=TIMEOUT_SECONDS)
        seen.statuses[answer.status_code] += 1
        try:
            case.validate_response(answer, checks=CHECKS)
        except FailureGroup as group:
            for failure in group.exceptions:
                kind = f"{type(failure).__name__} {answer.status_code}"
                seen.failures.setdefault(kind, case.as_curl_command())

    modes = schemathesis.GenerationMode
    for mode, count in ((modes.POSITIVE, examples - examples // 2), (modes.NEGATIVE, examples // 2)):
        _ask_for_each(operation, mode, count, ask)
    return seen


def _ask_for_each(operation: Any, mode: Any, count: int, ask: Any) -> None:
    every = hypothesis.settings(
        max_examples=count,
        phases=[hypothesis.Phase.generate],
        database=None,
        deadline=None,
        derandomize=False,
        suppress_health_check=list(hypothesis.HealthCheck),
    )
    strategy = operation.as_strategy(generation_mode=mode)
    with suppress(hypothesis.errors.Unsatisfiable):  # nothing about it can be wrong: it takes nothing
        test = every(hypothesis.seed(SEED)(hypothesis.given(strategy)(ask)))  # type: ignore[no-untyped-call]
        test()
