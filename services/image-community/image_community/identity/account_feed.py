"""auth-match's feed of account events, as contracts/account_events.schema.json defines it."""

import asyncio
from typing import Annotated

import httpx
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, SecretStr, ValidationError

from image_community.runtime.inputs import MAX_ID

PAGE_EVENTS = 1000
TIMEOUT_SECONDS = 2.0  # shorter than for keys: a waiting reader does not see new revocations

SESSION_ENDED, USER_DISABLED, USER_ENABLED, USER_DELETED = (
    "session_ended",
    "user_disabled",
    "user_enabled",
    "user_deleted",
)


class FeedUnavailable(Exception):
    """The feed could not be read, or its response is not valid."""


class AccountEvent(BaseModel):
    """One event. An unknown `kind` has no meaning for this service."""

    model_config = ConfigDict(frozen=True)

    seq: Annotated[int, Field(ge=1)]
    kind: str
    user_id: Annotated[int, Field(ge=1, le=MAX_ID)]
    sid: str | None
    created_at: AwareDatetime


class FeedPage(BaseModel):
    """Events in commit order, and the sequence number of the newest event."""

    model_config = ConfigDict(frozen=True)

    events: list[AccountEvent]
    last_seq: Annotated[int, Field(ge=0)]
    deleted_through: Annotated[int, Field(ge=0)] = 0  # absent in earlier releases of auth-match

    def misses_events_after(self, position: int) -> bool:
        """Whether events after that position may have been deleted before they were read."""
        return position < self.deleted_through

    def reached(self, position: int | None) -> int:
        """The position after this page, which was requested from `position` on."""
        if self.events:
            return self.events[-1].seq
        return self.last_seq if position is None else position


class AccountFeed:
    """Reads pages. A reader sends one request at a time, over one connection."""

    def __init__(self, http: httpx.AsyncClient, *, url: str, credential: SecretStr) -> None:
        self._http = http
        self._url = url
        self._headers = {"Authorization": f"Bearer {credential.get_secret_value()}"}

    async def read(self, *, after: int | None) -> FeedPage:
        """The events after that number; None: of all sessions whose tokens may still be valid.

        Raises:
            FeedUnavailable: no response, or an invalid one.
        """
        parameters = {"limit": PAGE_EVENTS} if after is None else {"limit": PAGE_EVENTS, "after": after}
        try:
            async with asyncio.timeout(TIMEOUT_SECONDS):  # httpx itself bounds each read, not their sum
                response = await self._http.get(self._url, params=parameters, headers=self._headers)
            response.raise_for_status()
            return FeedPage.model_validate_json(response.content, strict=True)
        except (httpx.HTTPError, ValidationError, TimeoutError) as error:
            raise FeedUnavailable(type(error).__name__) from error
