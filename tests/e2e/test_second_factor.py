"""The second factor of staff through the gateway: enrolled by the form, asked for at the door, removed."""

import asyncio
import time

import httpx
from tests.people.person import PASSWORD, TIMEOUT_SECONDS, base_url
from tests.people.second_factor import code_of, key_on, recovery_codes_on, secret_on
from tests.people.staff import Staff, form_post
from tests.system import NativeSystem, manage

PAGE = "/admin/second-factor/"
LOGIN = "/admin/login/?next=/admin/"


def browser() -> httpx.AsyncClient:
    return httpx.AsyncClient(base_url=base_url(), timeout=TIMEOUT_SECONDS)


async def enter(http: httpx.AsyncClient, name: str, code: str = "") -> bool:
    answer = await form_post(http, LOGIN, username=name, password=PASSWORD, code=code)
    return answer.status_code == 302


async def is_in(http: httpx.AsyncClient) -> bool:
    return (await http.get("/admin/")).status_code == 200


async def test_superuser_enrols_and_needs_the_code_from_then_on() -> None:
    async with await Staff.hired() as staff, browser() as old_session, browser() as http:
        assert await enter(old_session, staff.name)
        answer = await staff.http.get(PAGE)
        assert "style-src" not in answer.headers["Content-Security-Policy"]
        assert answer.headers["Content-Security-Policy"].startswith("default-src 'self'")
        assert "<svg" in answer.text
        assert " style=" not in answer.text
        code = code_of(secret_on(answer.text))
        shown = await form_post(staff.http, PAGE, key=key_on(answer.text), password=PASSWORD, code=code)
        codes = recovery_codes_on(shown.text)
        assert len(codes) == 10
        assert await is_in(staff.http)
        assert not await is_in(old_session)
        assert (await form_post(staff.http, PAGE, to="/admin/logout/")).status_code == 200
        assert not await is_in(staff.http)
        assert not await enter(http, staff.name)
        assert not await enter(http, staff.name, code), "the code of enrolment is used"
        assert await enter(http, staff.name, codes[0])
        assert await is_in(http)
        assert not await enter(old_session, staff.name, codes[0])
        await manage("staff_totp", staff.name, "--remove")
        assert not await is_in(http)
        assert await enter(http, staff.name)


async def test_code_of_the_app_enters_once() -> None:
    async with await Staff.hired() as staff, browser() as http, browser() as other:
        page = (await staff.http.get(PAGE)).text
        secret = secret_on(page)
        # enrolled by the code of the step before, so that the present one is left
        if (left := 30 - time.time() % 30) < 10:
            await asyncio.sleep(left)
        before = code_of(secret, steps=-1)
        await form_post(staff.http, PAGE, key=key_on(page), password=PASSWORD, code=before)
        code = code_of(secret)
        assert await enter(http, staff.name, code)
        assert not await enter(other, staff.name, code)
        assert await is_in(http)


async def test_where_it_is_required_staff_without_one_reach_its_page_alone(
    quick_system: NativeSystem,
) -> None:
    own = quick_system.settings
    where = {"MARU_DATA_DIR": str(own.data), "MARU_HTTP_PORT": str(own.ports.gateway)}
    async with await Staff.hired(**where) as staff:
        for path in ("/admin/", "/admin/accounts/user/", "/admin/password_change/"):
            answer = await staff.http.get(path)
            assert (answer.status_code, answer.headers["Location"]) == (302, PAGE), path
        page = (await staff.http.get(PAGE)).text
        code = code_of(secret_on(page))
        shown = await form_post(staff.http, PAGE, key=key_on(page), password=PASSWORD, code=code)
        assert shown.text.count('class="recovery-code"') == 10
        assert await is_in(staff.http)
        assert 'name="remove"' not in (await staff.http.get(PAGE)).text
