"""Both OpenAPI documents against what the running system answers, as a guest and signed in.

    make trial-schema          (100 requests per operation and caller, about 10 minutes; EXAMPLES=20)

Prints a row per operation; exits 1 when an answer is a 5xx or one that its document does not say.
"""

import asyncio
import os
import sys

from bench.terminal import Progress, at_least, at_most, heading, say, table, verdict

from tests.people.person import base_url
from tests.trials.schema.fuzz import Seen
from tests.trials.schema.run import CALLERS, operation_names, run

EXAMPLES = int(os.environ.get("EXAMPLES") or 100)


def rows(seen: dict[str, Seen]) -> list[list[str]]:
    return [
        [
            name,
            f"{each.requests:,}",
            " ".join(f"{status}:{count}" for status, count in sorted(each.statuses.items())),
            ", ".join(each.failures) or "-",
        ]
        for name, each in seen.items()
    ]


def main() -> int:
    names = operation_names(base_url())
    status = 0
    for caller in CALLERS:
        heading(f"{caller}, up to {EXAMPLES} requests per operation")
        with Progress("operations", len(names)) as progress:
            seen = asyncio.run(run(caller, examples=EXAMPLES, after_each=progress.advance))
        table(["operation", "requests", "answers", "not documented"], rows(seen))
        for each in seen.values():
            for kind, curl in each.failures.items():
                say(f"{kind}: {curl}")
        status |= verdict(
            [
                at_most(0, sum(each.server_errors for each in seen.values()), "answers of 5xx"),
                at_most(
                    0, sum(len(each.failures) for each in seen.values()), "kinds of undocumented answers"
                ),
                at_least(len(names), len(seen), "operations asked"),
            ]
        )
    return status


if __name__ == "__main__":
    sys.exit(main())
