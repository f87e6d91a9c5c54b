"""That a loaded crowd is what real joins leave: key by key, before anything is measured on one."""

from typing import Any

from auth_match.matching.domain.rules import Rules
from auth_match.matching.state import store
from bench.match.crowd import Workload, man_who_wants_women
from bench.match.pool import FIRST_WAITING, Pool, ticket_of

SIZE = 300
NOBODY_FITS = Workload("proof", "men who want women", man_who_wants_women, man_who_wants_women)
SINCE = 1_800_000_000.0


async def loaded_as_joined(admin: Any) -> None:
    """AssertionError when `lua/load.lua` and the service's scripts differ in any key, value or lifetime."""
    loaded, joined = (Pool(admin, database, NOBODY_FITS, SIZE) for database in (0, 1))
    await loaded.load(since=SINCE, online_seconds=Rules().online_seconds)
    await _join_one_by_one(joined)
    one, other = await _everything(loaded), await _everything(joined)
    different = sorted(key for key in one.keys() | other.keys() if one.get(key) != other.get(key))
    assert len(one) > 2 * SIZE, f"only {len(one)} keys were loaded"
    assert not different, f"loaded and joined differ in {len(different)} keys: {different[:5]}"
    for pool in (loaded, joined):
        await pool.empty()


async def _join_one_by_one(pool: Pool) -> None:
    await pool.enter()
    for number, seeker in enumerate(pool.workload.crowd(pool.size)):
        user, now = str(FIRST_WAITING + number), SINCE + number / 1000
        connection = (await store.run("attach", now=now, user=user)).result
        given: dict[str, Any] = {"user": user, "connection": connection, "name": f"user{user}"}
        await store.run("join", now=now, ticket=ticket_of(seeker), met={}, blocked=[], **given)


async def _everything(pool: Pool) -> dict[bytes, tuple[Any, bool]]:
    """Each key's value, and whether it ends."""
    await pool.enter()
    keys = await pool.admin.keys("*")
    return {key: (await _value(pool.admin, key), await pool.admin.ttl(key) >= 0) for key in keys}


async def _value(client: Any, key: bytes) -> Any:
    match await client.type(key):
        case b"string":
            return await client.get(key)
        case b"hash":
            return await client.hgetall(key)
        case b"zset":
            return await client.zrange(key, 0, -1, withscores=True)
        case b"stream":
            return [fields for _, fields in await client.xrange(key)]
        case other:
            raise AssertionError(f"{key!r} is a {other!r}, which no join leaves")
