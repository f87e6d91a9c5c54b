"""Text that UTF-8 and PostgreSQL can store."""

from typing import Any


def holds_unstorable_text(data: Any) -> bool:
    """Whether any text in it, keys included, cannot be stored in UTF-8 or PostgreSQL."""
    waiting = [data]
    while waiting:
        value = waiting.pop()
        if isinstance(value, str):
            if any(character == "\0" or "\ud800" <= character <= "\udfff" for character in value):
                return True
        elif isinstance(value, dict):
            waiting += [*value.keys(), *value.values()]
        elif isinstance(value, list):
            waiting += value
    return False
