"""Which names of a body are known, ignored, refused."""

import pytest
from pydantic import BaseModel, ValidationError

from image_community.posts.schemas import Image, NewPost, PostChanges
from image_community.ranking.schemas import RankedImage
from image_community.tournaments.schemas import Ballot, Match, Skip, VoteResult

MATCH_ID = "00000000-0000-4000-8000-000000000000"
VALID = {
    NewPost: {"prompt": "p"},
    PostChanges: {"prompt": "p"},
    Ballot: {"winner_image_id": 1, "loser_image_id": 2},
    Skip: {"match_id": MATCH_ID},
}
SENT_BACK = [
    (NewPost, Image),
    (PostChanges, Image),
    (PostChanges, RankedImage),
    (Ballot, Match),
    (Ballot, VoteResult),
    (Skip, Match),
]


@pytest.mark.parametrize(("body", "read"), SENT_BACK)
def test_every_name_that_is_read_may_be_sent_back(body: type[BaseModel], read: type[BaseModel]):
    others = read.model_fields.keys() - body.model_fields.keys()
    assert others
    sent = body.model_validate({**dict.fromkeys(others, "anything"), **VALID[body]})
    assert sent == body.model_validate(VALID[body])


@pytest.mark.parametrize("body", VALID)
def test_other_names_are_refused(body: type[BaseModel]):
    with pytest.raises(ValidationError) as refused:
        body.model_validate({**VALID[body], "promt": "p"})
    assert [(each["type"], each["loc"]) for each in refused.value.errors()] == [
        ("extra_forbidden", ("promt",))
    ]
