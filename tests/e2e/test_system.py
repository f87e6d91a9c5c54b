"""The whole as an operator would check it: one door, one identity, closed databases, followable logs."""

import asyncio
import stat

import httpx
import psycopg
import pytest
from tests.people.person import Person, base_url, expect
from tests.system import NativeSystem

from native import secret_files


async def test_one_token_works_on_both_services(alice: Person) -> None:
    profile = await alice.get("/api/auth/profile/")
    assert profile["id"] == alice.id
    refused = await alice.http.post("/api/v1/images/2147483647/like")
    expect(refused, 401)
    accepted = await alice.ask("POST", "/api/v1/images/2147483647/like")
    expect(accepted, 404)  # known, and there is no such image


async def test_everything_comes_through_one_origin() -> None:
    async with httpx.AsyncClient(base_url=base_url(), timeout=10) as anyone:
        for path in (
            "/",
            "/docs/",
            "/docs/auth-match/",
            "/docs/auth-match/openapi.json",
            "/docs/image-community/",
            "/api/v1/openapi.json",
            "/docs/realtime-protocol.md",
            "/.well-known/jwks.json",
            "/api/v1/images",
            "/api/v1/images/",
            "/api-image/v1/images",
            "/api/users?ids=1",
            "/healthz",
        ):
            expect(await anyone.get(path), 200)


async def test_inside_addresses_stay_inside() -> None:
    async with httpx.AsyncClient(base_url=base_url(), timeout=10) as anyone:
        for path in ("/readyz", "/metrics", "/internal/account-events", "/internal"):
            expect(await anyone.get(path), 404)


async def test_request_id_is_found_in_the_logs_of_gateway_and_service(
    alice: Person, system: NativeSystem
) -> None:
    logs = {"/api/auth/profile/": "auth-match-web", "/api/v1/images/?page=2": "image-community-web"}
    for path, log in logs.items():
        response = await alice.ask("GET", path, headers={"X-Request-ID": "mine-is-not-believed"})
        request_id = response.headers["x-request-id"]
        assert request_id != "mine-is-not-believed"
        for name in ("gateway-access", log):
            assert await _logged(system, name, request_id), (name, request_id)


async def _logged(system: NativeSystem, prefix: str, request_id: str) -> bool:
    """Whether a line with this id stands in one of the logs that begin so (a moment later, at times)."""
    for _ in range(40):
        for file in system.settings.logs.glob(f"{prefix}*.log"):
            if any(line.get("request_id") == request_id for line in system.log_lines(file.stem)):
                return True
        await asyncio.sleep(0.05)
    return False


async def test_no_log_holds_a_query_string_or_a_token(alice: Person, system: NativeSystem) -> None:
    await alice.get("/api/users/?ids=1&secret=in-the-query")
    await alice.get("/api/v1/images/?page=1&secret=in-the-query")
    await asyncio.sleep(0.5)
    for file in system.settings.logs.glob("*.log"):
        text = file.read_text(encoding="utf-8", errors="replace")
        assert "in-the-query" not in text, file.name
        assert alice.access not in text, file.name
        assert alice.refresh not in text, file.name


@pytest.mark.parametrize("role", ["auth_match", "image_community"])
def test_neither_role_can_read_the_others_database(system: NativeSystem, role: str) -> None:
    password = (system.settings.secrets / f"{role}_database_password").read_text()
    server = f"host=127.0.0.1 port={system.settings.ports.postgres} user={role} password={password}"
    with psycopg.connect(f"{server} dbname={role}") as own:
        assert own.execute("SELECT current_user").fetchone() == (role,)
    for database in {"auth_match", "image_community", "postgres"} - {role}:
        with pytest.raises(psycopg.OperationalError, match="permission denied"):
            psycopg.connect(f"{server} dbname={database}")


def test_secrets_are_readable_by_their_owner_alone(system: NativeSystem) -> None:
    folder = system.settings.secrets
    files = [folder / name for name in secret_files.NAMES]
    files += list((folder / "signing_keys").glob("*.pem"))
    assert len(files) > len(secret_files.NAMES)
    for file in files:
        assert stat.S_IMODE(file.stat().st_mode) == 0o600, file
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


async def test_logged_out_session_is_refused(alice: Person) -> None:
    body = {"refresh": alice.refresh}
    await alice.post("/api/auth/logout/", status=204, json=body)
    expect(await alice.http.post("/api/auth/token/refresh/", json=body), 401)
    expect(await alice.ask("GET", "/api/auth/profile/"), 401)


async def test_users_are_named_in_public(alice: Person, bob: Person) -> None:
    names = await alice.http.get(f"/api/users/?ids={alice.id},{bob.id}")
    expect(names, 200)
    assert names.json() == [
        {"id": person.id, "username": person.username} for person in sorted((alice, bob), key=lambda p: p.id)
    ]
