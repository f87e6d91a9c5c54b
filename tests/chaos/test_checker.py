"""The checker finds what it is for: one small history for each way in which matching could go wrong."""

from dataclasses import replace

import pytest

from tests.chaos.checker import check, coverage
from tests.chaos.history import Rows
from tests.chaos.story import ANY_SEEKER, Story, moment

ONLY_MEN = replace(ANY_SEEKER, preferred_gender="male")


def kinds(story: Story) -> set[str]:
    return {fault.kind for fault in check(story.history)}


def meeting() -> Story:
    """Two people meet and their room ends, all as it should be."""
    return (
        Story("1", "2")
        .joins(10, "1")
        .joins(11, "2")
        .offer(11, "2", "1")
        .matched(12, "2", "1")
        .room_closed(20, "1", "2")
    )


def test_a_meeting_is_clean() -> None:
    story = meeting().snapshot(21, {})
    story.history.rows = Rows(offers={"first": "matched"}, meetings={"1:2": 1})
    assert check(story.end(40).history) == []


def test_a_rejection_is_clean() -> None:
    """The cool-down ends at 22; the two are offered again by themselves."""
    story = Story("1", "2").joins(10, "1").joins(11, "2").offer(11, "2", "1")
    story.closed(12, "2", "1", "rejected", "1").joins(13, "2")
    story.snapshot(14, {"1": 10, "2": 13})
    story.offer(22.3, "1", "2", name="second").snapshot(23, {}, "1:2")
    story.closed(26.4, "1", "2", "expired", name="second").snapshot(27, {})
    assert check(story.end(40).history) == []


def over_at_once() -> Story:
    """1 joins again at the moment of the second accept, so neither hears of the match."""
    story = Story("1", "2").joins(10, "1").joins(11, "2").offer(11, "2", "1")
    return story.matched(12, "2", "1", received=False).room_closed(12.01, "1", "2", by="1").joins(12.01, "1")


def test_a_match_that_is_over_at_once_is_clean_when_the_other_heard_of_the_end() -> None:
    story = over_at_once().received(12.02, "2", "match_cancelled", reason="partner_left", requeued=False)
    assert kinds(story.end(40)) == set()


# --- lost ---


def test_who_heard_nothing_of_a_match_that_is_over_at_once_is_lost() -> None:
    assert kinds(over_at_once().end(40)) == {"lost"}


def test_who_joined_and_is_not_in_the_queue_is_lost() -> None:
    assert kinds(Story("1").joins(10, "1").snapshot(11, {}).end(12)) == {"lost"}


def test_who_waits_and_is_told_that_they_do_not_is_lost() -> None:
    assert kinds(Story("1").joins(10, "1").received(20, "1", "state", status="idle").end(21)) == {"lost"}


def test_who_was_not_told_of_the_offer_is_lost() -> None:
    story = Story("1", "2").joins(10, "1").joins(11, "2").offer(11, "2", "1", received="2")
    assert kinds(story.closed(14, "2", "1", "rejected", "1").end(30)) == {"lost"}


def test_who_was_away_or_near_a_fault_need_not_have_received_it() -> None:
    story = Story("1", "2").joins(10, "1").joins(11, "2").offer(11, "2", "1", received="2")
    assert kinds(story.goes(11.2, "1").closed(15, "2", "1", "expired").end(30)) == set()
    story = Story("1", "2").joins(10, "1").joins(11, "2").offer(11, "2", "1", received="2")
    assert kinds(story.fault(9, "cut").closed(15, "2", "1", "expired").end(30)) == set()


def test_rows_that_are_not_there_are_lost() -> None:
    story = meeting().end(40)
    story.history.rows = Rows(meetings={"1:2": 1})
    assert kinds(story) == {"lost"}
    story.history.rows = Rows(offers={"first": "pending"}, meetings={"1:2": 1})
    assert kinds(story) == {"lost"}
    story.history.rows = Rows(offers={"first": "matched"})
    assert kinds(story) == {"lost"}


def test_a_slow_machine_excuses_what_is_late_and_says_how_little_was_judged() -> None:
    def story(answered_at: float) -> Story:
        story = Story("1", "2").joins(10, "1").joins(11, "2").offer(11, "2", "1", received="2")
        story.closed(14, "2", "1", "rejected", "1").fault(2, "cut")
        return story.sends(1, "1", "sync").received(answered_at, "1", "state", status="idle", re=1).end(40)

    assert kinds(story(1.2)) == {"lost"}
    assert coverage(story(1.2).history).startswith("judged 4 of 4 deliveries")
    assert kinds(story(9)) == set()
    assert coverage(story(9).history).startswith("judged 0 of 4 deliveries")


# --- doubled ---


def test_one_side_of_two_offers_is_doubled() -> None:
    story = Story("1", "2", "3").joins(10, "1").joins(11, "2").offer(11, "2", "1")
    story.joins(12, "3").offer(12, "3", "1", name="second")
    assert "doubled" in kinds(story.end(13))


def test_who_joins_within_a_room_is_doubled() -> None:
    story = Story("1", "2").joins(10, "1").joins(11, "2").offer(11, "2", "1").matched(12, "2", "1")
    assert kinds(story.joins(13, "1").end(14)) == {"doubled"}


def test_an_offer_to_oneself_is_doubled() -> None:
    assert "doubled" in kinds(Story("1").joins(10, "1").offer(11, "1", "1").end(12))


# --- phantom ---


def test_an_offer_to_somebody_who_did_not_join_is_phantom() -> None:
    assert kinds(Story("1", "2").joins(10, "1").offer(11, "1", "2").end(12)) == {"phantom"}


def test_an_offer_that_was_never_made_is_phantom() -> None:
    assert kinds(Story("1").received(10, "1", "match_found", offer_id="none").end(11)) == {"phantom"}


def test_a_room_after_a_no_is_phantom() -> None:
    story = Story("1", "2").joins(10, "1").joins(11, "2").offer(11, "2", "1")
    story.closed(12, "2", "1", "rejected", "1").matched(12.1, "2", "1")
    assert "phantom" in kinds(story.end(13))


def test_two_who_are_told_of_different_rooms_are_told_of_a_phantom() -> None:
    story = meeting().received(12.5, "1", "match_success", offer_id="first", room="another")
    assert kinds(story.end(40)) == {"phantom"}


def test_another_outcome_than_the_partners_is_phantom() -> None:
    story = Story("1", "2").joins(10, "1").joins(11, "2").offer(11, "2", "1")
    story.closed(12, "2", "1", "rejected", "1")
    story.received(12.1, "2", "match_cancelled", offer_id="first", reason="expired", requeued=False)
    assert kinds(story.leaves(13, "1").end(14)) == {"phantom"}


def test_who_stands_in_the_queue_without_having_joined_is_phantom() -> None:
    assert kinds(Story("1").joins(10, "1").leaves(11, "1").snapshot(12, {"1": 10}).end(13)) == {"phantom"}


@pytest.mark.parametrize(("at", "found"), [(21.5, {"phantom"}), (22.5, set())])
def test_an_offer_within_the_cooldown_is_phantom(at: float, found: set[str]) -> None:
    story = Story("1", "2").joins(10, "1").joins(11, "2").offer(11, "2", "1")
    story.closed(12, "2", "1", "rejected", "1").joins(13, "2").offer(at, "2", "1", name="second")
    assert kinds(story.end(at + 1)) == found


def test_an_offer_to_two_who_do_not_fit_is_phantom() -> None:
    story = Story("1", **{"2": ONLY_MEN}).joins(10, "1").joins(11, "2").offer(11, "2", "1")
    assert kinds(story.end(12)) == {"phantom"}


def test_an_offer_to_two_of_whom_one_blocked_the_other_is_phantom() -> None:
    story = Story("1", "2").asks(5, "1", "block", partner="2").joins(10, "1").joins(11, "2")
    assert kinds(story.offer(11, "2", "1").end(12)) == {"phantom"}
    story = Story("1", "2").asks(5, "1", "block", partner="2").asks(8, "1", "unblock", partner="2")
    assert kinds(story.joins(10, "1").joins(11, "2").offer(11, "2", "1").end(12)) == set()


def test_rows_of_nothing_are_phantom() -> None:
    story = meeting().end(40)
    for rows in (
        Rows(offers={"first": "matched", "none": "expired"}, meetings={"1:2": 1}),
        Rows(offers={"first": "matched"}, rooms=["first"], meetings={"1:2": 1}),
        Rows(offers={"first": "matched"}, meetings={"1:2": 2}),
        Rows(offers={"first": "matched"}, meetings={"1:2": 1}, waiting=["1"]),
    ):
        story.history.rows = rows
        assert kinds(story) == {"phantom"}, rows


# --- passed over ---


def three_waiting(story: Story) -> Story:
    """1 waits longest; 3 is offered 2."""
    return story.joins(10, "1").joins(11, "2").joins(12, "3").offer(12, "3", "2").end(14)


def fussy() -> Story:
    """1 and 2 want men; 3 is one, and wants any."""
    man = replace(ANY_SEEKER, gender="male")
    return Story(**{"1": ONLY_MEN, "2": ONLY_MEN, "3": man})


def test_who_fits_and_waited_longer_is_passed_over() -> None:
    assert kinds(three_waiting(fussy())) == {"passed over"}


def test_who_is_away_blocked_or_does_not_fit_is_not_passed_over() -> None:
    assert kinds(three_waiting(fussy().goes(5, "1"))) == set()
    assert kinds(three_waiting(fussy().asks(5, "3", "block", partner="1"))) == set()
    wishes = {"age_min": 40, "age_max": 50, "preferred_gender": "male"}
    assert kinds(three_waiting(fussy().asks(5, "1", "wishes", wishes=wishes))) == set()


def test_wishes_whose_change_may_have_failed_or_crossed_the_join_prove_nothing() -> None:
    wishes = {"age_min": 18, "age_max": 98, "preferred_gender": "male"}
    assert kinds(three_waiting(fussy().asks(5, "1", "wishes", status=503, wishes=wishes))) == set()
    assert kinds(three_waiting(fussy().asks(9.95, "1", "wishes", wishes=wishes))) == set()
    assert kinds(three_waiting(fussy().asks(5, "1", "wishes", wishes=wishes))) == {"passed over"}


def test_two_who_fit_and_wait_side_by_side_are_passed_over() -> None:
    assert kinds(Story("1", "2").joins(10, "1").joins(11, "2").end(18)) == {"passed over"}
    assert kinds(Story("1", "2").joins(10, "1").joins(11, "2").goes(14, "2").end(18)) == set()


def test_another_place_than_at_first_is_passed_over() -> None:
    story = Story("1", "2").joins(10, "1").joins(11, "2").offer(11, "2", "1")
    story.closed(12, "2", "1", "rejected", "1").snapshot(13, {"1": 12})
    assert kinds(story.end(14)) == {"passed over"}


# --- trapped ---


def test_an_offer_past_its_end_traps_both() -> None:
    story = Story("1", "2").joins(10, "1").joins(11, "2").offer(11, "2", "1")
    assert kinds(story.end(40)) == {"trapped"}
    assert kinds(story.closed(39, "2", "1", "expired").end(46)) == {"trapped"}


def test_an_offer_without_a_deadline_traps_both() -> None:
    story = Story("1", "2").joins(10, "1").joins(11, "2").offer(11, "2", "1").snapshot(12, {})
    assert kinds(story.end(13)) == {"trapped"}


def test_a_room_that_does_not_end_traps_both() -> None:
    story = Story("1", "2").joins(10, "1").joins(11, "2").offer(11, "2", "1").matched(12, "2", "1")
    assert kinds(story.end(40)) == {"trapped"}


def test_who_cannot_leave_or_gets_no_answer_is_trapped() -> None:
    assert kinds(Story("1").stuck(10, "1").end(11)) == {"trapped"}
    story = Story("1").sends(10, "1", "leave_queue").received(50, "1", "pong")
    assert kinds(story.end(51)) == {"trapped"}


def test_who_cannot_answer_an_open_offer_is_trapped() -> None:
    story = Story("1", "2").joins(10, "1").joins(11, "2").offer(11, "2", "1").sends(12, "1", "respond")
    story.received(12.1, "1", "match_cancelled", reason="no_active_match", requeued=False, re=1)
    assert kinds(story.closed(14, "2", "1", "rejected", "2").end(15)) == {"trapped"}


def test_who_is_told_their_place_is_told_the_right_one() -> None:
    story = Story("1").joins(10, "1").received(10.1, "1", "queue_joined", queued_at=moment(10))
    assert kinds(story.end(11)) == set()
    assert kinds(story.received(10.2, "1", "queue_joined", queued_at=moment(9)).end(11)) == {"lost"}
