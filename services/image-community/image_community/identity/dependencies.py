"""The caller, as route parameters.

`user: CurrentUser` where a token is required; `viewer_id: ViewerId` on public routes, where an invalid token
counts as none, and the response says so; `voter_id: VoterId` where guests are allowed but an invalid token is
refused.
"""

from typing import Annotated

from fastapi import Depends, Request, Response
from fastapi.security import HTTPBearer

from image_community.identity.errors import InvalidToken, NotAuthenticated
from image_community.identity.verifier import AccessToken, Verifier
from image_community.runtime.caching import depends_on_caller
from image_community.runtime.problem import Unavailable, challenge


class _Bearer(HTTPBearer):
    """The security scheme of the OpenAPI document, and the caller's token in one: FastAPI solves a chain of
    dependencies one by one, which for three of them costs more than verifying the token."""

    def __init__(self) -> None:
        super().__init__(
            auto_error=False,
            bearerFormat="JWT",
            scheme_name="HTTPBearer",
            description="An access token of auth-match.",
        )

    async def user(self, request: Request) -> AccessToken:
        """Raises: NotAuthenticated, InvalidToken: no token, or no valid one."""
        credentials = await super().__call__(request)
        if credentials is None:
            raise NotAuthenticated
        if len(request.headers.getlist("authorization")) > 1:
            raise InvalidToken
        verifier: Verifier = request.app.state.verifier
        return await verifier.verify(credentials.credentials)


class _CurrentUser(_Bearer):
    async def __call__(self, request: Request) -> AccessToken:  # type: ignore[override]
        """The caller. Raises: NotAuthenticated, InvalidToken."""
        return await self.user(request)


class _ViewerId(_Bearer):
    async def __call__(self, request: Request, response: Response) -> int | None:  # type: ignore[override]
        """The id of the caller, if known: on a public route an invalid token counts as none.

        The response depends on it, and its headers say so: those of caching, and the challenge for an invalid
        token, so that the client refreshes it. Whether a token is valid is not known without the keys.
        """
        depends_on_caller(response)
        try:
            return (await self.user(request)).user_id
        except (NotAuthenticated, Unavailable):
            return None
        except InvalidToken as error:
            response.headers.update(challenge(error.code))
            return None


class _VoterId(_Bearer):
    async def __call__(self, request: Request) -> int | None:  # type: ignore[override]
        """The id of the caller; None without a token.

        A client that sends a token wants to vote. A match for guests, without a ticket, would lose that vote.

        Raises:
            InvalidToken: also for another scheme.
        """
        if "authorization" not in request.headers:
            return None
        try:
            return (await self.user(request)).user_id
        except NotAuthenticated as error:
            raise InvalidToken from error


CurrentUser = Annotated[AccessToken, Depends(_CurrentUser())]
ViewerId = Annotated[int | None, Depends(_ViewerId())]
VoterId = Annotated[int | None, Depends(_VoterId())]
