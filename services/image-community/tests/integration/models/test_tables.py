"""The tables as specified: names, types, defaults, indexes and constraints."""

import asyncpg
import pytest

COLUMNS = {
    "image_posts": {
        "id": ("integer", True, "nextval('image_posts_id_seq'::regclass)"),
        "user_id": ("integer", True, None),
        "image_url": ("character varying(500)", True, None),
        "prompt": ("text", True, None),
        "model_name": ("character varying(100)", False, None),
        "is_tournament_opt_in": ("boolean", True, "false"),
        "is_active": ("boolean", True, "true"),
        "created_at": ("timestamp with time zone", True, "now()"),
        "updated_at": ("timestamp with time zone", True, "now()"),
    },
    "image_likes": {
        "id": ("integer", True, "nextval('image_likes_id_seq'::regclass)"),
        "user_id": ("integer", True, None),
        "image_post_id": ("integer", True, None),
        "created_at": ("timestamp with time zone", True, "now()"),
    },
    "tournament_votes": {
        "id": ("integer", True, "nextval('tournament_votes_id_seq'::regclass)"),
        "match_id": ("character varying(36)", True, None),
        "voter_id": ("integer", True, None),
        "winner_image_id": ("integer", True, None),
        "loser_image_id": ("integer", True, None),
        "created_at": ("timestamp with time zone", True, "now()"),
    },
    "image_post_counters": {
        "image_post_id": ("integer", True, None),
        "like_count": ("integer", True, "0"),
        "win_count": ("integer", True, "0"),
        "loss_count": ("integer", True, "0"),
        "like_count_24h": ("integer", True, "0"),
        "win_count_24h": ("integer", True, "0"),
        "score_24h": ("integer", True, "(like_count_24h + win_count_24h)"),
        "is_active": ("boolean", True, "true"),
        "created_at": ("timestamp with time zone", True, "now()"),
    },
}
INDEXES = {
    "ix_image_posts_user_id": "(user_id)",
    "ix_image_posts_created_at": "(created_at)",
    "ix_image_posts_tournament_opt_in": "(is_tournament_opt_in)",
    "ix_image_likes_user_id": "(user_id)",
    "ix_image_likes_image_post_id": "(image_post_id)",
    "uq_user_image_like": "(user_id, image_post_id)",
    "ix_tournament_votes_match_id": "(match_id)",
    "ix_tournament_votes_voter_id": "(voter_id)",
    "ix_tournament_votes_winner_image_id": "(winner_image_id)",
    "ix_tournament_votes_loser_image_id": "(loser_image_id)",
    "ix_tournament_votes_voter_match": "(voter_id, match_id)",
}


@pytest.mark.parametrize("table", COLUMNS)
async def test_columns(db, table):
    rows = await db.fetch(
        """SELECT attname, format_type(atttypid, atttypmod) AS type, attnotnull,
                  pg_get_expr(d.adbin, d.adrelid) AS value
           FROM pg_attribute a LEFT JOIN pg_attrdef d ON d.adrelid = attrelid AND d.adnum = attnum
           WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped""",
        table,
    )
    found = {row["attname"]: (row["type"], row["attnotnull"], row["value"]) for row in rows}
    assert COLUMNS[table].items() <= found.items()


@pytest.mark.parametrize("index", INDEXES)
async def test_indexes(db, index):
    definition = await db.fetchval("SELECT indexdef FROM pg_indexes WHERE indexname = $1", index)
    assert definition.endswith(INDEXES[index])
    assert ("UNIQUE" in definition) == (index in {"uq_user_image_like", "ix_tournament_votes_voter_match"})


async def test_match_id_has_its_comment(db):
    comment = await db.fetchval(
        """SELECT col_description(attrelid, attnum) FROM pg_attribute
           WHERE attrelid = 'tournament_votes'::regclass AND attname = 'match_id'"""
    )
    assert "UUID" in comment


async def test_vote_needs_two_images(db, make_post):
    post_id = await make_post()
    with pytest.raises(asyncpg.CheckViolationError, match="ck_different_images"):
        await db.execute(
            "INSERT INTO tournament_votes (match_id, voter_id, winner_image_id, loser_image_id)"
            " VALUES ('m', 1, $1, $1)",
            post_id,
        )


async def test_second_vote_of_a_voter_on_a_match_is_impossible(db, make_post):
    first, second = await make_post(), await make_post()
    vote = (
        "INSERT INTO tournament_votes (match_id, voter_id, winner_image_id, loser_image_id)"
        " VALUES ('m', 1, $1, $2)"
    )
    await db.execute(vote, first, second)
    with pytest.raises(asyncpg.UniqueViolationError, match="ix_tournament_votes_voter_match"):
        await db.execute(vote, second, first)


async def test_rows_of_a_post_are_deleted_with_it(db, make_post):
    first, second = await make_post(), await make_post()
    await db.execute("INSERT INTO image_likes (user_id, image_post_id) VALUES (1, $1)", first)
    await db.execute(
        "INSERT INTO tournament_votes (match_id, voter_id, winner_image_id, loser_image_id)"
        " VALUES ('m', 1, $1, $2), ('n', 1, $2, $1)",
        first,
        second,
    )
    await db.execute("DELETE FROM image_posts WHERE id = $1", first)
    for table in ("image_likes", "tournament_votes"):
        assert await db.fetchval(f"SELECT count(*) FROM {table}") == 0
    assert await db.fetchval("SELECT count(*) FROM image_post_counters") == 1
