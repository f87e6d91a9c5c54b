"""/tournaments: HTTP in, one use case, HTTP out."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response

from image_community.identity.dependencies import CurrentUser, VoterId
from image_community.identity.errors import InvalidToken, NotAuthenticated
from image_community.identity.limits import limited, limited_if_known
from image_community.runtime.clock import Now
from image_community.runtime.database import sessions_of
from image_community.runtime.inputs import WholeNumber, json_body
from image_community.runtime.limits import Action
from image_community.runtime.openapi import GUESTS_TOO, problems
from image_community.runtime.public_url import public_url_of
from image_community.tournaments import schemas, service
from image_community.tournaments.errors import (
    AlreadyVoted,
    MatchGone,
    NoPairLeft,
    NotYourMatch,
    PairAlreadyJudged,
    TooFewAuthors,
    TooFewImages,
    WrongPair,
)
from image_community.tournaments.store import tickets_of

router = APIRouter(prefix="/tournaments", tags=["tournaments"])

MOST_OPEN = 50
BODY_PROBLEMS = problems(400, 413, 415, 422, 429, 503, NotAuthenticated, InvalidToken)


@router.get(
    "/match",
    summary="Get two images to judge",
    response_model=schemas.Match,
    response_model_exclude_unset=True,
    responses=problems(TooFewImages, TooFewAuthors, NoPairLeft, InvalidToken, 429, 503),
    openapi_extra=GUESTS_TOO,
    dependencies=[Depends(limited_if_known(Action.MATCH))],
)
async def get_match(
    *,
    voter_id: VoterId,
    request: Request,
    now: Now,
) -> Any:
    """Each call issues a new match, open for 300 seconds. Without a token there is no vote.

    Excluded: two images of one author, your own images, pairs that you judged in the last 24 hours, and pairs
    that are open for you. Skip a match that you do not judge, or its pair stays excluded for 300 seconds.
    """
    issued = await service.issue_match(
        sessions=sessions_of(request), tickets=tickets_of(request), voter_id=voter_id, now=now
    )
    return schemas.match(issued, public_url_of(request))


@router.get(
    "/matches/open",
    summary="List your open matches, newest first",
    response_model=list[schemas.Match],
    response_model_exclude_unset=True,
    responses=problems(NotAuthenticated, InvalidToken, 422, 503),
)
async def list_open_matches(
    *,
    user: CurrentUser,
    request: Request,
    now: Now,
    limit: Annotated[WholeNumber, Query(ge=1, le=MOST_OPEN)] = 20,
) -> Any:
    """Matches that you neither judged nor skipped, that have not expired, and whose images take part.

    A page that was closed or reloaded finds here what it was judging.
    """
    found = await service.open_matches(
        sessions=sessions_of(request),
        tickets=tickets_of(request),
        voter_id=user.user_id,
        limit=limit,
        now=now,
    )
    return [schemas.match(each, public_url_of(request)) for each in found]


@router.post(
    "/vote",
    summary="Judge a match",
    status_code=201,
    response_model=schemas.VoteResult,
    responses={
        200: {"model": schemas.VoteResult, "description": "You already gave the same vote"},
        **BODY_PROBLEMS,
        **problems(AlreadyVoted, PairAlreadyJudged, WrongPair, MatchGone, NotYourMatch),
    },
    dependencies=[Depends(limited(Action.VOTE)), Depends(json_body)],
)
async def vote(
    *,
    ballot: schemas.Ballot,
    response: Response,
    user: CurrentUser,
    request: Request,
    now: Now,
) -> Any:
    """One vote per match: 201 the first time, 200 with the same `vote_id` if repeated."""
    match_id = str(ballot.match_id) if ballot.match_id else None
    choice = service.Choice(user.user_id, match_id, ballot.winner_image_id, ballot.loser_image_id)
    counted = await service.vote(
        sessions=sessions_of(request), tickets=tickets_of(request), choice=choice, now=now
    )
    response.status_code = 201 if counted.is_new else 200
    return {
        "vote_id": counted.vote_id,
        "match_id": counted.match_id,
        "winner_image_id": ballot.winner_image_id,
        "loser_image_id": ballot.loser_image_id,
        "winner_new_win_count": counted.win_count,
        "message": "Your vote is counted." if counted.is_new else "Your vote was already counted.",
    }


@router.post(
    "/skip",
    summary="End a match without a vote",
    status_code=204,
    responses={**BODY_PROBLEMS, **problems(AlreadyVoted, MatchGone, NotYourMatch)},
    dependencies=[Depends(limited(Action.VOTE)), Depends(json_body)],
)
async def skip_match(*, body: schemas.Skip, user: CurrentUser, request: Request, now: Now) -> None:
    """Counts nothing. The pair may be drawn again."""
    await service.skip(
        sessions=sessions_of(request),
        tickets=tickets_of(request),
        voter_id=user.user_id,
        match_id=str(body.match_id),
        now=now,
    )
