"""Statements compiled once."""

import pytest
from sqlalchemy import Column, Integer, MetaData, Table, bindparam, column, insert, select, table

from image_community.runtime.prepared import PreparedStatement

LIKES = table("likes", column("user_id"), column("id"))


def test_values_are_in_the_order_of_their_positions():
    statement = PreparedStatement(
        select(LIKES.c.id)
        .where(LIKES.c.user_id == bindparam("user"), LIKES.c.id > bindparam("after"), LIKES.c.id != 7)
        .limit(bindparam("size"))
    )
    values = statement.arguments({"size": 10, "after": 5, "user": 1})
    assert sorted(values) == [1, 5, 7, 10]
    for number, value in enumerate(values, start=1):
        name = {1: "user_id = ", 5: "id > ", 7: "id != ", 10: "LIMIT "}[value]
        assert f"{name}${number}" in statement.sql


def test_missing_value_is_an_error_and_not_null():
    with pytest.raises(KeyError, match="user"):
        PreparedStatement(select(LIKES.c.id).where(LIKES.c.user_id == bindparam("user"))).arguments({})


def test_in_is_refused_since_its_text_depends_on_the_values():
    with pytest.raises(AssertionError, match="any_"):
        PreparedStatement(select(LIKES.c.id).where(LIKES.c.id.in_([1, 2])))


def test_columns_with_a_default_in_python_must_be_given():
    counters = table("counters", column("id"))
    with_default = Table("counted", MetaData(), Column("id", Integer), Column("likes", Integer, default=0))
    PreparedStatement(insert(counters).values(id=bindparam("id")))
    with pytest.raises(AssertionError, match="likes"):
        PreparedStatement(insert(with_default).values(id=bindparam("id")))
