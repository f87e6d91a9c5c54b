"""The rules of usernames: NFKC text of 3–30 characters, unique ignoring case."""

import unicodedata

MIN_LENGTH, MAX_LENGTH = 3, 30
KEY_MAX_LENGTH = 3 * MAX_LENGTH  # case folding turns one character into at most three (Unicode 5.18)
ONE_SCRIPT = "Use letters of one script, or Latin letters with Korean, Japanese or Chinese ones."
PRACTICE_PREFIX = "practice-partner-"  # web clients know the program of `make practice` by it
RESERVED = f"Names that begin with {PRACTICE_PREFIX!r} are for the practice partner. Choose another."
RULE = "Use 3 to 30 letters, digits, '.', '_' or '-', beginning with a letter or a digit."


def normalised(username: str) -> str:
    """The login name as shown: the typed text in NFKC (UAX 15), so that one name has one encoding."""
    return unicodedata.normalize("NFKC", username)


def key_of(username: str) -> str:
    """Equal for two names exactly when they differ only in case."""
    return unicodedata.normalize("NFKC", normalised(username).casefold())


def is_acceptable(username: str) -> bool:
    """Whether a normalised name follows the rule. Letters and digits of any script; nothing invisible."""
    return (
        MIN_LENGTH <= len(username) <= MAX_LENGTH
        and username[0].isalnum()
        and all(character.isalnum() or character in "._-" for character in username)
    )


def is_plain(username: str) -> bool:
    """Whether it has only ASCII characters and Hangul syllables. Two such names are never lookalikes: `rn`
    and `m` differ here as everywhere, and UTS 39 covers Hangul's single letters, not syllables."""
    return all(character.isascii() or "\uac00" <= character <= "\ud7a3" for character in username)


def is_reserved(username: str) -> bool:
    """Whether a name, in any case, passes for the practice partner's (docs/decisions/0056)."""
    return key_of(username).startswith(PRACTICE_PREFIX)
