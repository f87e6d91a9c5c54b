"""What the database itself holds to be true of matching (docs/seeds.md, A2 and A4–A7)."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, models, transaction

from auth_match.accounts.models import User
from auth_match.matching.domain.room import Room
from auth_match.matching.history import repository
from auth_match.matching.models import MatchedRoom, MatchHistory, MatchQueue, MatchRequest, MatchSetting
from auth_match.matching.preferences import repository as preferences

NOW = datetime(2026, 11, 21, tzinfo=UTC)


def test_every_user_has_preferences_from_the_sign_up_transaction(alice: User) -> None:
    setting = alice.match_setting
    assert (setting.age_min, setting.age_max, setting.radius_km) == (18, 99, 1)
    assert setting.preferred_gender == "any"


def test_sign_up_without_preferences_leaves_no_user(make_user, monkeypatch: pytest.MonkeyPatch) -> None:
    MatchSetting.objects.all().delete()
    with connection.cursor() as cursor:  # make the row's insert fail in the database itself
        cursor.execute("ALTER TABLE matching_matchsetting ADD CONSTRAINT never CHECK (radius_km < 0)")
    with pytest.raises(IntegrityError), transaction.atomic():
        make_user("dora")
    assert not User.objects.filter(username="dora").exists()


@pytest.mark.parametrize(("low", "high"), [(17, 99), (18, 100), (50, 40)])
def test_age_range_is_checked_in_the_database(alice: User, low: int, high: int) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        MatchSetting.objects.filter(user=alice).update(age_min=low, age_max=high)


def test_history_keeps_pairs_in_order(alice: User, bob: User) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        MatchHistory.objects.create(user1=bob, user2=alice, last_matched_at=NOW)


def test_history_has_one_row_per_pair_however_often_they_met(alice: User, bob: User) -> None:
    for number in (1, 2, 1, 2, 3, 1):  # redelivered, and late
        at = NOW + timedelta(days=number)
        repository.add_meeting(offer_id=f"offer {number}", user1=alice.id, user2=bob.id, at=at)
    row = MatchHistory.objects.get()
    assert (row.times_met, row.last_matched_at) == (3, NOW + timedelta(days=3))
    with pytest.raises(IntegrityError), transaction.atomic():
        MatchHistory.objects.create(user1=alice, user2=bob, last_matched_at=NOW)


def test_room_is_added_once_per_offer(alice: User, bob: User) -> None:
    assert repository.add_room(offer_id="one", room=Room("k1", alice.id, bob.id))
    assert not repository.add_room(offer_id="one", room=Room("k2", alice.id, bob.id))
    assert MatchedRoom.objects.get().key == "k1"


def test_related_names_are_those_of_the_specification(alice: User, bob: User) -> None:
    repository.add_meeting(offer_id="one", user1=alice.id, user2=bob.id, at=NOW)
    repository.add_room(offer_id="one", room=Room("k1", alice.id, bob.id))
    repository.record_offer(offer_id="one", from_user=bob.id, to_user=alice.id, created_at=NOW)
    repository.record_entry(alice.id, entered_at=NOW)
    assert alice.match_histories_1.count() == bob.match_histories_2.count() == 1
    assert alice.matched_user1.count() == bob.matched_user2.count() == 1
    assert bob.from_requests.count() == alice.to_requests.count() == 1
    assert alice.match_queue.is_active


@pytest.mark.parametrize("model", [MatchSetting, MatchHistory, MatchedRoom, MatchQueue, MatchRequest])
def test_rows_go_with_their_user(alice: User, bob: User, model: type[models.Model]) -> None:
    test_related_names_are_those_of_the_specification(alice, bob)
    alice.delete()
    left = model.objects.count()
    assert left == (1 if model is MatchSetting else 0)


def test_pairs_are_found_by_an_index_over_both_users(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tablename, indexdef FROM pg_indexes"
            " WHERE tablename IN ('matching_matchhistory', 'matching_matchedroom')"
        )
        composite = {table for table, definition in cursor.fetchall() if "(user1_id, user2_id)" in definition}
    assert composite == {"matching_matchhistory", "matching_matchedroom"}


def test_queue_profile_is_one_query(alice: User, django_assert_num_queries) -> None:
    with django_assert_num_queries(1):
        assert preferences.queue_profile(alice.id).seeker.age == 30


def test_ids_are_32_bit(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, data_type FROM information_schema.columns"
            " WHERE column_name = 'id' AND table_name SIMILAR TO '(matching|accounts)_%'"
        )
        types = dict(cursor.fetchall())
    assert {"accounts_user", "matching_matchsetting", "matching_matchrequest"} <= types.keys()
    assert set(types.values()) == {"integer"}
