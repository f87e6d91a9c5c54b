"""The worker's job: name the authors of posts that were made without a name."""

from image_community.identity.user_names import MOST_IDS, UserNames
from image_community.posts import author_repository
from image_community.runtime.database import Sessions, transaction
from image_community.runtime.locks import share_account

MOST_REQUESTS = 30  # in one run: auth-match limits them per address
POSTS_AT_ONCE = 500
NO_SUCH_USER = ""


async def name_authors(*, sessions: Sessions, names: UserNames) -> int:
    """Fill the names of old posts, and of posts by the release before; returns how many authors were named.

    It may be interrupted and repeated: what is not named yet is found by an index. auth-match does not know
    some users, such as those deleted meanwhile, whose posts the feed is about to delete.

    Raises:
        NamesUnavailable: auth-match did not answer. Those named before stay so.
    """
    named = 0
    for _ in range(MOST_REQUESTS):
        async with transaction(sessions) as session:
            authors = await author_repository.authors_without_name(session, limit=MOST_IDS)
        if not authors:
            break
        known = await names.read(authors)
        for user_id in authors:
            await _name_posts_of(sessions, user_id, known.get(user_id, NO_SUCH_USER))
        named += len(authors)
    return named


async def _name_posts_of(sessions: Sessions, user_id: int, name: str) -> None:
    """As every write in a user's name it shares the account's lock, so that nothing outlives the user."""
    written = POSTS_AT_ONCE
    while written == POSTS_AT_ONCE:
        async with transaction(sessions) as session:
            await share_account(session, user_id)
            written = await author_repository.name_posts_of(session, user_id, name, limit=POSTS_AT_ONCE)
