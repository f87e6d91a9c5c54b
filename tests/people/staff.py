"""Somebody of the staff, in Django's admin through the gateway, as with a browser."""

import re
from typing import Self

import httpx

from tests.people.person import PASSWORD, TIMEOUT_SECONDS, base_url, expect, new_name
from tests.system import manage


class Staff:
    """`async with await Staff.hired() as staff`."""

    def __init__(self, http: httpx.AsyncClient) -> None:
        self._http = http

    @classmethod
    async def hired(cls) -> Self:
        """A new superuser, logged in."""
        name = new_name("staff")
        about = ("--username", name, "--age", "40", "--gender", "female")
        await manage("createsuperuser", "--noinput", *about, DJANGO_SUPERUSER_PASSWORD=PASSWORD)
        staff = cls(httpx.AsyncClient(base_url=base_url(), timeout=TIMEOUT_SECONDS))
        await staff.post("/admin/login/?next=/admin/", username=name, password=PASSWORD)
        return staff

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._http.aclose()

    async def page(self, path: str) -> str:
        answer = await self._http.get(path)
        expect(answer, 200)
        return answer.text

    async def post(self, path: str, **fields: str) -> None:
        """Sends a form that the page at this path holds."""
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', await self.page(path))
        assert token, path
        form = {**fields, "csrfmiddlewaretoken": token[1]}
        headers = {"Referer": f"{base_url()}{path}", "Origin": base_url()}
        expect(await self._http.post(path, data=form, headers=headers), 302)

    async def act_on_report(self, action: str, report_id: int) -> None:
        """`suspend`, `ban` or `dismiss`."""
        await self.post("/admin/matching/report/", action=action, _selected_action=str(report_id))
