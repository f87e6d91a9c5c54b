"""Names of users, as auth-match answers them to anyone."""

import asyncio
from collections.abc import Mapping, Sequence
from typing import Annotated

import httpx
from pydantic import BaseModel, Field, TypeAdapter, ValidationError

from image_community.runtime.inputs import MAX_ID, Text

MOST_IDS = 100  # in one request
TIMEOUT_SECONDS = 3.0


class NamesUnavailable(Exception):
    """The names could not be read, or the response is not valid."""


class UserName(BaseModel):
    """One user."""

    id: Annotated[int, Field(ge=1, le=MAX_ID)]
    username: Annotated[Text, Field(min_length=1, max_length=30)]


_NAMES = TypeAdapter(list[UserName])


class UserNames:
    """Reads names of users from auth-match."""

    def __init__(self, http: httpx.AsyncClient, *, url: str) -> None:
        self._http = http
        self._url = url

    async def read(self, user_ids: Sequence[int]) -> Mapping[int, str]:
        """The names of those of at most `MOST_IDS` users that exist.

        Raises:
            NamesUnavailable: no response, or an invalid one.
        """
        parameters = {"ids": ",".join(map(str, user_ids))}
        try:
            async with asyncio.timeout(TIMEOUT_SECONDS):
                response = await self._http.get(self._url, params=parameters)
            response.raise_for_status()
            names = _NAMES.validate_json(response.content)
        except (httpx.HTTPError, ValidationError, TimeoutError) as error:
            raise NamesUnavailable(type(error).__name__) from error
        return {each.id: each.username for each in names}
