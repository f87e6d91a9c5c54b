"""`make demo`: the whole story through the gateway, step by step. Exits 1 at the first surprise."""

# ruff: noqa: T201 - a story is printed
import asyncio
import sys
import time

import httpx

from tests.demo import images, people
from tests.people.person import base_url


async def story() -> None:
    async with (
        people.guest("minji", age=27, gender="female") as minji,
        people.guest("jun", age=31, gender="male") as jun,
    ):
        say("signed up", f"{minji.username} (id {minji.id}) and {jun.username} (id {jun.id})")
        await people.meet_and_talk(minji, jun, say)
        await images.share_and_compete(minji, jun, say)
        await people.log_out(minji, say)
    say("gone again", "their accounts, pictures, likes and votes")


def say(step: str, seen: str) -> None:
    print(f"  {step:<22}{seen}", flush=True)


def main() -> int:
    began = time.monotonic()
    print(f"Maru at {base_url()}")
    try:
        asyncio.run(story())
    except httpx.ConnectError:
        print(f"No answer at {base_url()}. Start the system first: make up", file=sys.stderr)
        return 1
    except AssertionError as surprise:
        print(f"\nNot as expected: {surprise}", file=sys.stderr)
        return 1
    print(f"All as expected, in {time.monotonic() - began:.1f} s.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
