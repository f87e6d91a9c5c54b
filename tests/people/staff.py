"""A staff member, in Django's admin through the gateway, as with a browser."""

import re
from typing import Self

import httpx

from tests.people.person import PASSWORD, TIMEOUT_SECONDS, base_url, expect, new_name
from tests.system import manage


class Staff:
    """`async with await Staff.hired() as staff`."""

    def __init__(self, name: str, http: httpx.AsyncClient) -> None:
        self.name, self.http = name, http

    @classmethod
    async def hired(cls, **variables: str) -> Self:
        """A new superuser, logged in. `variables`: of another system than that of the environment."""
        name = new_name("staff")
        about = ("--username", name, "--age", "40", "--gender", "female")
        variables = {**variables, "DJANGO_SUPERUSER_PASSWORD": PASSWORD}
        await manage("createsuperuser", "--noinput", *about, **variables)
        staff = cls(name, httpx.AsyncClient(base_url=base_url(), timeout=TIMEOUT_SECONDS))
        await staff.post("/admin/login/?next=/admin/", username=name, password=PASSWORD)
        return staff

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.http.aclose()

    async def page(self, path: str) -> str:
        answer = await self.http.get(path)
        expect(answer, 200)
        return answer.text

    async def post(self, path: str, **fields: str) -> None:
        """Sends a form that the page at this path holds."""
        expect(await form_post(self.http, path, **fields), 302)

    async def act_on_report(self, action: str, report_id: int) -> None:
        """`suspend`, `ban` or `dismiss`."""
        await self.post("/admin/matching/report/", action=action, _selected_action=str(report_id))


async def form_post(
    http: httpx.AsyncClient, page: str, *, to: str | None = None, **fields: str
) -> httpx.Response:
    """Sends a form that this page holds, to another path if need be."""
    shown = await http.get(page)
    expect(shown, 200)
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', shown.text)
    assert token, page
    form = {**fields, "csrfmiddlewaretoken": token[1]}
    headers = {"Referer": f"{base_url()}{page}", "Origin": base_url()}
    return await http.post(to or page, data=form, headers=headers)
