"""Whether a store of files is this database's, and what may be deleted from it. Source: decision 0028."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

ADOPT_PERCENT = 90
UNWANTED_FOR = timedelta(hours=1)  # longer than any upload takes from file to row


class Refusal(StrEnum):
    """Why a store is left alone."""

    OTHER_DATABASE = "other_database"  # its marker names another one
    UNNAMED_FILES = "unnamed_files"  # it has no marker, and rows name too few of its files
    EMPTY_FOLDER = "empty_folder"  # it has no marker and no files, and rows name some: a disk not mounted?

    @property
    def sentence(self) -> str:
        """For the operator."""
        return _SENTENCES[self]


_SENTENCES = {
    Refusal.OTHER_DATABASE: "The media folder belongs to another database.",
    Refusal.UNNAMED_FILES: f"The media folder has no marker, and rows name less than {ADOPT_PERCENT} %"
    " of its files.",
    Refusal.EMPTY_FOLDER: "The media folder is empty, but rows name files: is its disk mounted?",
}


@dataclass(frozen=True, slots=True)
class Count:
    """Files in both areas, and how many of them rows name."""

    files: int
    named: int


@dataclass(frozen=True, slots=True)
class SweepLimit:
    """A sweep that would delete more than both does not without an operator."""

    max_percent: float
    min_files: int


def weigh_unmarked(count: Count, *, are_named: bool) -> Refusal | None:
    """What speaks against adopting a store without a marker; None if it is plainly this database's.

    `are_named`: rows name files, wherever these are.
    """
    if not count.files:
        return Refusal.EMPTY_FOLDER if are_named else None
    return None if count.named * 100 >= count.files * ADOPT_PERCENT else Refusal.UNNAMED_FILES


def judge(marker: str | None, database_id: str, *, known: Refusal | None) -> Refusal | None:
    """What a marker says to this database; None if the store is its own.

    `known`: why an earlier check refused it. Without a marker that remains.
    """
    if marker is None:
        return known or Refusal.UNNAMED_FILES
    return None if marker == database_id else Refusal.OTHER_DATABASE


def is_too_many(deletions: int, *, files: int, limit: SweepLimit) -> bool:
    """Whether so many deletions out of so many files look like a wrong database rather than like orphans."""
    return deletions >= limit.min_files and deletions * 100 > files * limit.max_percent


def due_before(now: datetime) -> datetime:
    """A file is due when it was first seen unwanted then or earlier, and still is."""
    return now - UNWANTED_FOR
