"""What was seeded, in a file of the data folder: `unseed-demo` deletes these users and no others.

A user is recorded right after the sign-up, so an interrupted run can be taken away, too.
"""

import json
import os
from dataclasses import asdict, dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True)
class DemoUser:
    """A seeded user, as auth-match stores it."""

    id: int
    username: str


@dataclass(slots=True)
class Record:
    """The password of all seeded users, and the users. Its file is readable by its owner alone."""

    file: Path
    password: str
    users: list[DemoUser] = field(default_factory=list)

    @classmethod
    def read(cls, file: Path) -> "Record | None":
        """The record; None if nothing is seeded."""
        if not file.exists():
            return None
        stored = json.loads(file.read_text())
        return cls(file, stored["password"], [DemoUser(**user) for user in stored["users"]])

    def add(self, user: DemoUser) -> None:
        """Record a user."""
        self.users.append(user)
        self.write()

    def write(self) -> None:
        """Replace the file at once: an interruption leaves the previous one."""
        new = self.file.with_suffix(".new")
        with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as out:
            json.dump({"password": self.password, "users": [asdict(user) for user in self.users]}, out)
        new.replace(self.file)
