"""How soon a disabled user is refused, seen from outside."""

import asyncio

from tests.people.person import Person, expect
from tests.people.sockets import Socket

LIMIT_SECONDS = 1.0  # what is promised; measured by the long trials
LONG_SECONDS = 30  # until it counts as never: the machine may be busy


async def socket_closes(socket: Socket, since: float) -> float:
    """Seconds after `since` until the server closed it, with 4401."""
    assert await socket.closed() == 4401
    return asyncio.get_running_loop().time() - since


async def image_community_refuses(person: Person, since: float) -> float:
    """Seconds after `since` of the last request that was let through; six refusals in a row end it."""
    loop = asyncio.get_running_loop()
    last_accepted, refused_in_a_row = since, 0
    while refused_in_a_row < 6:  # the gateway spreads requests over the processes
        asked = loop.time()
        answer = await person.ask("POST", "/api/v1/images/2147483647/like")
        if answer.status_code == 401:
            refused_in_a_row += 1
        else:
            expect(answer, 404)
            last_accepted, refused_in_a_row = asked, 0
        assert loop.time() - since < LONG_SECONDS, f"still accepted after {LONG_SECONDS} s"
        await asyncio.sleep(0.02)
    return last_accepted - since
