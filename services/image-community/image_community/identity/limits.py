"""Rate limits as dependencies of routes. The allowances are settings, the counts are per user."""

from collections.abc import Awaitable, Callable

from fastapi import Request

from image_community.identity.dependencies import CurrentUser, VoterId
from image_community.runtime.limits import Action, Limits
from image_community.runtime.problem import TooMany

Spend = Callable[..., Awaitable[None]]


def limited(action: Action) -> Spend:
    """For routes that require a token: count one attempt of the caller.

    Raises:
        TooMany: the allowance is used up.
    """

    async def spend(request: Request, user: CurrentUser) -> None:
        await _spend(request, action, user.user_id)

    return spend


def limited_if_known(action: Action) -> Spend:
    """The same where guests are allowed: they store nothing and are not counted."""

    async def spend(request: Request, voter_id: VoterId) -> None:
        if voter_id is not None:
            await _spend(request, action, voter_id)

    return spend


async def _spend(request: Request, action: Action, user_id: int) -> None:
    limits: Limits = request.app.state.limits
    wait_seconds = await limits.spend(action, user_id)
    if wait_seconds:
        raise TooMany(wait_seconds)
