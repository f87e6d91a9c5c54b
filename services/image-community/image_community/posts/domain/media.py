"""Whether a store of files belongs to this database, and what may be deleted. Source: decision 0028."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

ADOPT_PERCENT = 90
UNWANTED_FOR = timedelta(hours=1)  # longer than any upload takes from file to row


class Refusal(StrEnum):
    """Why nothing in a store is moved or deleted."""

    OTHER_DATABASE = "other_database"  # its marker names another database
    UNNAMED_FILES = "unnamed_files"  # no marker, and rows name too few of its files
    EMPTY_FOLDER = "empty_folder"  # no marker and no files, but rows name some: disk not mounted?

    @property
    def sentence(self) -> str:
        """A sentence for the operator."""
        return _SENTENCES[self]


_SENTENCES = {
    Refusal.OTHER_DATABASE: "The media folder belongs to another database.",
    Refusal.UNNAMED_FILES: f"The media folder has no marker, and rows name less than {ADOPT_PERCENT} %"
    " of its files.",
    Refusal.EMPTY_FOLDER: "The media folder is empty, but rows name files: is its disk mounted?",
}


@dataclass(frozen=True, slots=True)
class Count:
    """Files in both areas, and how many of them a row names."""

    files: int
    named: int


@dataclass(frozen=True, slots=True)
class SweepLimit:
    """A sweep that exceeds both deletes nothing without an operator."""

    max_percent: float
    min_files: int


def refusal_without_marker(count: Count, *, are_named: bool) -> Refusal | None:
    """Why a store without a marker is not adopted; None if it clearly belongs to this database.

    `are_named`: some row names a file.
    """
    if not count.files:
        return Refusal.EMPTY_FOLDER if are_named else None
    return None if count.named * 100 >= count.files * ADOPT_PERCENT else Refusal.UNNAMED_FILES


def refusal_by_marker(marker: str | None, database_id: str, *, known: Refusal | None) -> Refusal | None:
    """Why the marker refuses this database; None if the store belongs to it.

    `known`: the refusal of an earlier check, which stays valid without a marker.
    """
    if marker is None:
        return known or Refusal.UNNAMED_FILES
    return None if marker == database_id else Refusal.OTHER_DATABASE


def is_too_many(deletions: int, *, files: int, limit: SweepLimit) -> bool:
    """Whether this share of deletions indicates a wrong database rather than orphaned files."""
    return deletions >= limit.min_files and deletions * 100 > files * limit.max_percent


def due_before(now: datetime) -> datetime:
    """A file is due if it was first seen unwanted at this time or earlier, and still is."""
    return now - UNWANTED_FOR
