"""What users report, and what staff does about it."""

from collections.abc import Callable, Collection
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from django.conf import settings
from django.db import IntegrityError, transaction

from auth_match.accounts import lifecycle
from auth_match.accounts.errors import UnknownUser
from auth_match.accounts.staff import rights
from auth_match.matching.errors import TooManyBlocks
from auth_match.matching.models import Report
from auth_match.matching.safety import blocks, repository
from auth_match.runtime import clock


@dataclass(frozen=True, slots=True)
class Filed:
    """A report, and whether its reporter has blocked the other."""

    report: Report
    blocked: bool


@dataclass(frozen=True, slots=True)
class Handled:
    """How many reports were handled, and the names of those who are left to the list of users."""

    reports: int
    spared: list[str]


def report(*, user_id: int, other_id: int, reason: str, details: str, with_block: bool) -> Filed:
    """Invalid for oneself, UnknownUser. A report is kept also when no further block may be held."""
    blocks.reject_self_target(user_id=user_id, other_id=other_id)
    try:
        with transaction.atomic():
            row = repository.add_report(reporter=user_id, reported=other_id, reason=reason, details=details)
    except IntegrityError as error:  # the account has just been deleted
        raise UnknownUser from error
    if with_block:
        with suppress(TooManyBlocks):
            blocks.block(user_id=user_id, other_id=other_id)
    return Filed(row, blocked=repository.block_of(user_id, other_id) is not None)


def suspend(*, report_ids: Collection[int], staff_id: int) -> Handled:
    """Suspends the users that the open ones of these reports are about, for `MATCH_SUSPENSION_DAYS`."""
    until = clock.now() + timedelta(days=settings.MATCH_SUSPENSION_DAYS)
    sanction = partial(lifecycle.suspend, until=until)
    return _act(report_ids, staff_id, sanction, f"suspended until {until:%Y-%m-%d %H:%M} UTC")


def ban(*, report_ids: Collection[int], staff_id: int) -> Handled:
    """The same for good."""
    return _act(report_ids, staff_id, lifecycle.deactivate, "banned")


def dismiss(*, report_ids: Collection[int], staff_id: int) -> int:
    """Nothing is to be done about them; how many of these were open."""
    return repository.record_handled(
        report_ids, status=Report.Status.DISMISSED, staff_id=staff_id, at=clock.now(), handling="dismissed"
    )


def _act(report_ids: Collection[int], staff_id: int, sanction: Callable[..., None], handling: str) -> Handled:
    """One transaction per user: account and reports change together, and the account is locked first, as
    everywhere. Staff, and accounts with rights that the actor lacks, are left to the list of users: a report
    must not disable the accounts that handle reports."""
    handled, spared = 0, []
    for reported, ids in repository.open_reports_by_reported(report_ids):
        try:
            with transaction.atomic():
                locked = rights.locked_if_administrable(actor_id=staff_id, user_id=reported.id)
                if locked is None or locked.is_staff:
                    spared.append(reported.username)
                    continue
                sanction(user_id=reported.id)
                handled += repository.record_handled(
                    ids,
                    status=Report.Status.ACTIONED,
                    staff_id=staff_id,
                    at=clock.now(),
                    handling=handling,
                )
        except UnknownUser:  # deleted meanwhile, and the reports with the account
            continue
    return Handled(handled, spared)
