"""The caller, as route parameters.

`user: CurrentUser` where a token is required; `viewer_id: ViewerId` on public routes, where an invalid token
counts as none; `voter_id: VoterId` where guests are allowed but an invalid token is refused.
"""

from typing import Annotated

from fastapi import Depends, Request, Response
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from image_community.errors import DomainError, Kind
from image_community.identity.errors import InvalidToken, NotAuthenticated
from image_community.identity.verifier import AccessToken, Verifier
from image_community.runtime.caching import depends_on_caller
from image_community.runtime.problem import Unavailable

bearer = HTTPBearer(auto_error=False, bearerFormat="JWT", description="An access token of auth-match.")
Credentials = Annotated[HTTPAuthorizationCredentials | None, Depends(bearer)]


async def current_user(request: Request, credentials: Credentials) -> AccessToken:
    """The caller.

    Raises:
        NotAuthenticated, InvalidToken: no token, or no valid one.
    """
    if credentials is None:
        raise NotAuthenticated
    if len(request.headers.getlist("authorization")) > 1:
        raise InvalidToken
    verifier: Verifier = request.app.state.verifier
    return await verifier.verify(credentials.credentials)


async def optional_user(request: Request, credentials: Credentials) -> AccessToken | None:
    """The caller, or None: on a public route an invalid token counts as none."""
    try:
        return await current_user(request, credentials)
    except Unavailable:
        return None
    except DomainError as error:
        if error.kind is Kind.UNAUTHENTICATED:
            return None
        raise


async def viewer_id(
    user: Annotated[AccessToken | None, Depends(optional_user)], response: Response
) -> int | None:
    """The id of the caller, if known. The response depends on it, and its caching headers say so."""
    depends_on_caller(response)
    return user.user_id if user else None


async def voter_id(request: Request, credentials: Credentials) -> int | None:
    """The id of the caller; None without a token.

    A client that sends a token wants to vote. A match for guests, without a ticket, would lose that vote.

    Raises:
        InvalidToken
    """
    if "authorization" not in request.headers:
        return None
    if credentials is None:  # another scheme, or malformed
        raise InvalidToken
    return (await current_user(request, credentials)).user_id


CurrentUser = Annotated[AccessToken, Depends(current_user)]
ViewerId = Annotated[int | None, Depends(viewer_id)]
VoterId = Annotated[int | None, Depends(voter_id)]
