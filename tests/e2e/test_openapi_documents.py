"""The OpenAPI documents say what is answered: a few requests each here, a hundred in `make trial-schema`."""

import pytest
from tests.trials.schema.run import CALLERS, run

EXAMPLES = 4  # per operation and caller: 340 requests, 15 s on an idle machine


@pytest.mark.parametrize("caller", CALLERS)
async def test_no_answer_is_5xx_or_undocumented(caller: str) -> None:
    seen = await run(caller, examples=EXAMPLES)
    assert len(seen) >= 46
    assert all(each.requests for each in seen.values())
    assert {name: each.failures for name, each in seen.items() if each.failures} == {}
    assert {name: each.statuses for name, each in seen.items() if each.server_errors} == {}
