"""The containers of a running compose project are restarted one by one, beside users who ask and listen.

    make trial-restart-compose                              the project "maru", or COMPOSE_PROJECT_NAME
    make trial-restart-compose TRIAL="gateway postgres"     those of its services

Prints what failed for how long. It signs up users in that system and deletes them again.
"""

import argparse
import asyncio
import os
import sys
import time
from collections.abc import Sequence
from contextlib import suppress

from bench.terminal import Bar, at_most, heading, say, table, verdict

from tests.people.person import Person, base_url
from tests.people.pictures import picture
from tests.people.sockets import match_socket
from tests.trials.load import Load, Outcome, outage_seconds, slowest_seconds
from tests.trials.restart.report import failures
from tests.trials.restart.world import CALLERS, KeptSocket, World

PER_SECOND = 20
SETTLE_SECONDS = 6.0
READY_SECONDS = 120
SERVICES = (
    "auth-match-web",
    "image-community-web",
    "auth-match-realtime",
    "image-community-worker",
    "gateway",
)
COLUMNS = ("restarted", "asked", "failed", "outage", "slowest", "sockets cut")


async def docker(*command: str) -> str:
    process = await asyncio.create_subprocess_exec("docker", *command, stdout=asyncio.subprocess.PIPE)
    output, _ = await process.communicate()
    if process.returncode:
        raise SystemExit(f"docker {' '.join(command)} failed")
    return output.decode()


async def containers(service: str) -> list[str]:
    project = os.environ.get("COMPOSE_PROJECT_NAME") or "maru"
    label = "label=com.docker.compose."
    output = await docker(
        *("ps", "--filter", f"{label}project={project}", "--filter", f"{label}service={service}"),
        *("--format", "{{.Names}}"),
    )
    return sorted(output.split())


async def healthy(name: str) -> None:
    async with asyncio.timeout(READY_SECONDS):
        while (await docker("inspect", "-f", "{{.State.Health.Status}}", name)).strip() != "healthy":  # noqa: ASYNC110
            await asyncio.sleep(0.5)


async def restart_all(load: Load, socket: KeptSocket, service: str) -> list[Outcome]:
    began = time.monotonic()
    for name in await containers(service):
        await docker("restart", name)
        await healthy(name)
    await asyncio.sleep(SETTLE_SECONDS)
    say(f"{service} restarted")
    return load.since(began)


async def run(services: Sequence[str]) -> list[Bar]:
    people = [await Person.sign_up(f"compose{number}") for number in range(CALLERS)]
    image = int((await people[0].post_image(picture(".png"), "a harbour"))["id"])
    socket = KeptSocket(lambda: match_socket(people[0]), lambda: match_socket(people[0]), "gateway")
    keeping = asyncio.create_task(socket.keep())
    seen: dict[str, tuple[list[Outcome], int]] = {}
    try:
        async with Load(base_url(), PER_SECOND, World(people, image, [], []).mix()) as load:
            await asyncio.sleep(SETTLE_SECONDS)
            for service in services:
                began = time.monotonic()
                outcomes = await restart_all(load, socket, service)
                seen[service] = (outcomes, socket.ends_since(began))
    finally:
        keeping.cancel()
        await asyncio.gather(keeping, return_exceptions=True)
        for person in people:
            with suppress(AssertionError):
                await person.delete_account()
            await person.aclose()
    heading("What users saw")
    table(COLUMNS, [[name, *figures(outcomes), str(cut)] for name, (outcomes, cut) in seen.items()])
    return [bar for name, (outcomes, _) in seen.items() for bar in bars(name, outcomes)]


def figures(outcomes: Sequence[Outcome]) -> list[str]:
    seconds = outage_seconds(outcomes), slowest_seconds(outcomes)
    return [str(len(outcomes)), failures(outcomes), *(f"{each:.1f} s" for each in seconds)]


def bars(service: str, outcomes: Sequence[Outcome]) -> list[Bar]:
    failed = [outcome for outcome in outcomes if outcome.failed]
    if service not in SERVICES:  # Redis and PostgreSQL, asked for by name: 503 while they are away
        return []
    if service == "gateway":  # the one door: its restart is seen, but for seconds only
        return [at_most(6, outage_seconds(outcomes), "outage, restart of the gateway", " s")]
    posts = sum(outcome.request.method == "POST" for outcome in failed)
    return [
        at_most(0, len(failed) - posts, f"failed GETs, restart of {service}"),
        at_most(1, posts, f"failed POSTs, restart of {service}"),
    ]


def main() -> int:
    parser = argparse.ArgumentParser(prog="make trial-restart-compose", description=__doc__)
    parser.add_argument("services", nargs="*", default=SERVICES)
    return verdict(asyncio.run(run(parser.parse_args().services)))


if __name__ == "__main__":
    sys.exit(main())
