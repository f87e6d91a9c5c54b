"""The background process: the periodic jobs of every feature, run by one leader at a time.

Any number of workers may run; the one that holds the advisory lock leads, the others wait for its connection
to close. `python -m image_community.worker` reads the environment; SIGTERM ends it and rolls back a running
job.
"""

import asyncio
import signal
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import structlog
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from image_community.accounts import jobs as account_jobs
from image_community.accounts import service as accounts
from image_community.identity.account_feed import AccountFeed, FeedUnavailable
from image_community.identity.user_names import NamesUnavailable, UserNames
from image_community.leaderboards import jobs as leaderboards
from image_community.leaderboards.chart_renderer import ChartRenderFailed
from image_community.posts import jobs as posts
from image_community.posts import store_guard
from image_community.posts.domain.media import SweepLimit
from image_community.posts.store_guard import StoreRefused
from image_community.posts.sweep import sweep_files
from image_community.ranking import jobs as ranking
from image_community.runtime import ending
from image_community.runtime.clock import utc_now
from image_community.runtime.database import DATABASE_ERRORS, OF_THE_WORKER, Sessions
from image_community.runtime.heartbeat import beat_forever
from image_community.runtime.lifespan import Connections, open_connections
from image_community.runtime.locks import try_to_lead
from image_community.runtime.logging import configure_logging
from image_community.runtime.patience import Waits
from image_community.runtime.problem import StorageUnavailable
from image_community.runtime.settings import Settings, settings_from_environment
from image_community.tournaments import jobs as tournaments
from image_community.uploads.files import ImageFiles

log = structlog.get_logger()

ELECTION_SECONDS = 1.0  # the ranking is read from the events without a leader
TICK_SECONDS = 1.0
# Timeout of the leader's connection: without an answer a leader cannot know whether it still leads.
HOLD_SECONDS = 5.0
REFUSED_SECONDS = 60.0  # until a job checks the media folder again
PASSING_ERRORS = (*DATABASE_ERRORS, StorageUnavailable, FeedUnavailable, NamesUnavailable, ChartRenderFailed)


@dataclass(frozen=True, slots=True)
class Job:
    """A periodic job; `run` returns how many items it processed. A quiet job does not log zero.

    `failed_seconds`: the shortest pause after a failure.
    """

    name: str
    every_seconds: float
    run: Callable[[], Awaitable[int]]
    is_quiet: bool = False
    failed_seconds: float = 5.0


def make_jobs(
    settings: Settings, connections: Connections, files: ImageFiles, feed: AccountFeed, limit: SweepLimit
) -> list[Job]:
    """The periodic jobs of all features."""
    names = UserNames(connections.http, url=settings.user_names_url)
    return [
        *_file_jobs(connections.sessions, files, feed, limit),
        *_database_jobs(connections.sessions, settings),
        Job(
            "name_authors",
            10.0,
            lambda: account_jobs.name_authors(sessions=connections.sessions, names=names),
            is_quiet=True,
        ),
    ]


def _file_jobs(sessions: Sessions, files: ImageFiles, feed: AccountFeed, limit: SweepLimit) -> list[Job]:
    return [
        Job(
            "follow_account_events",
            1.0,
            lambda: accounts.follow_account_events(sessions=sessions, feed=feed, files=files),
            is_quiet=True,
        ),
        Job(
            "move_pending_files",
            2.0,
            lambda: posts.move_pending_files(sessions=sessions, files=files),
            is_quiet=True,
        ),
        Job(
            "sweep_files",
            600.0,
            lambda: sweep_files(sessions=sessions, files=files, limit=limit, now=utc_now()),
        ),
        Job(
            "purge_withheld",
            3600.0,
            lambda: posts.purge_withheld(sessions=sessions, files=files, now=utc_now()),
        ),
    ]


def _database_jobs(sessions: Sessions, settings: Settings) -> list[Job]:
    fit = leaderboards.FitLimits(min_votes=settings.leaderboard_min_votes)
    return [
        Job(
            "advance_ranking_window",
            0.8,
            lambda: ranking.advance_window(sessions=sessions, now=utc_now()),
            is_quiet=True,
            failed_seconds=0.5,
        ),
        Job(
            "check_ranking",
            600.0,
            lambda: ranking.check(sessions=sessions, now=utc_now()),
            is_quiet=True,
        ),
        Job(
            "delete_old_matches",
            600.0,
            lambda: tournaments.delete_old_matches(sessions=sessions, now=utc_now()),
        ),
        Job(
            "add_up_post_counts",
            10.0,
            lambda: posts.add_up_counts(sessions=sessions),
            is_quiet=True,
        ),
        Job(
            "refresh_leaderboards",
            60.0,
            lambda: leaderboards.refresh(sessions=sessions, now=utc_now(), limits=fit),
            is_quiet=True,
        ),
    ]


async def work(settings: Settings) -> None:
    """Try to lead until cancelled, and run the jobs while leading."""
    async with open_connections(settings, OF_THE_WORKER) as connections:
        files = await asyncio.to_thread(ImageFiles.in_folder, settings.media_root)
        feed = AccountFeed(
            connections.http, url=settings.account_events_url, credential=settings.service_credential
        )
        limit = SweepLimit(settings.sweep_max_percent, settings.sweep_min_files)
        while True:
            try:
                await _lead(connections, files, make_jobs(settings, connections, files, feed, limit))
            except* PASSING_ERRORS as errors:
                log.warning("leadership_lost", error=type(errors.exceptions[0]).__name__)
            await asyncio.sleep(ELECTION_SECONDS)


async def _lead(connections: Connections, files: ImageFiles, jobs: list[Job]) -> None:
    """Lead as long as the connection with the lock is open; return at once if another worker leads."""
    async with connections.probe.connect() as connection:
        # Without autocommit the connection would be idle in a transaction, and PostgreSQL would end it.
        await connection.execution_options(isolation_level="AUTOCOMMIT")
        driver = (await connection.get_raw_connection()).driver_connection
        assert driver is not None
        async with connections.waits.bounded(longest_seconds=HOLD_SECONDS, connection=driver):
            if not await try_to_lead(connection):
                return
        log.info("leading")
        try:
            await _work_as_leader(connection, connections, files, jobs)
        finally:
            # In the pool it would keep the lock: no worker, including this one, could lead.
            driver.terminate()


async def _work_as_leader(
    connection: AsyncConnection, connections: Connections, files: ImageFiles, jobs: list[Job]
) -> None:
    """Raises when the connection ends."""
    try:
        await store_guard.check_store(sessions=connections.sessions, files=files, now=utc_now())
    except StorageUnavailable as error:  # jobs without files continue
        log.warning("media_store_check_failed", error=str(error))
    # Concurrently: a sweep of many files must not delay the deletion of an account.
    async with asyncio.TaskGroup() as group:
        for job in jobs:
            group.create_task(_repeat(job))
        await _hold(connection, connections.waits)


async def _hold(connection: AsyncConnection, waits: Waits) -> None:
    """Raises when the connection ends or does not answer; this ends every job."""
    driver = (await connection.get_raw_connection()).driver_connection
    while True:
        async with waits.bounded(longest_seconds=HOLD_SECONDS, connection=driver):
            await connection.execute(text("SELECT 1"))
        await asyncio.sleep(TICK_SECONDS)


async def _repeat(job: Job) -> None:
    while True:
        wait_seconds = job.every_seconds
        try:
            done = await job.run()
        except StoreRefused as refused:
            log.error("job_refused_by_media_guard", job=job.name, error=str(refused))
            wait_seconds = max(wait_seconds, REFUSED_SECONDS)
        except PASSING_ERRORS as error:
            log.warning("job_failed", job=job.name, error=type(error).__name__)
            wait_seconds = max(wait_seconds, job.failed_seconds)
        else:
            if done or not job.is_quiet:
                log.info("job_done", job=job.name, count=done)
        _require_not_cancelled()
        await asyncio.sleep(wait_seconds)


def _require_not_cancelled() -> None:
    """A failed rollback, as on a terminated connection, replaces the cancellation of a job by its own error.
    Without this check the group would wait for the job for ever (observed: no worker led)."""
    task = asyncio.current_task()
    if task is not None and task.cancelling():
        raise asyncio.CancelledError


async def main() -> None:
    """Run until SIGTERM or SIGINT."""
    settings = settings_from_environment()
    configure_logging(settings.log_level)
    working = asyncio.create_task(work(settings))
    beating = asyncio.create_task(beat_forever(settings.heartbeat_path))
    stop_requested = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop_requested.set)
    stopping = asyncio.create_task(stop_requested.wait())
    await asyncio.wait({working, beating, stopping}, return_when=asyncio.FIRST_COMPLETED)
    ending.end_process_within(ending.STOP_SECONDS)
    for task in (working, beating):
        if task.done():
            task.result()  # it ends only by an error
    await ending.end_tasks([working, beating, stopping])
    log.info("stopped")


if __name__ == "__main__":
    asyncio.run(main())
