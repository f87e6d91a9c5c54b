"""What a username is: NFKC text of 3–30 characters, unique without regard to case."""

import unicodedata

MIN_LENGTH, MAX_LENGTH = 3, 30
KEY_MAX_LENGTH = 3 * MAX_LENGTH  # case folding makes at most three characters of one (Unicode 5.18)
ONE_SCRIPT = "Use letters of one script, or Latin ones beside Korean, Japanese or Chinese ones."
RULE = "Use 3 to 30 letters, digits, '.', '_' or '-', beginning with a letter or a digit."


def normalised(username: str) -> str:
    """The login name as it is shown: what was typed, in NFKC (UAX 15): one name has one encoding."""
    return unicodedata.normalize("NFKC", username)


def key_of(username: str) -> str:
    """Equal for two names exactly when they differ in nothing but case."""
    return unicodedata.normalize("NFKC", normalised(username).casefold())


def is_acceptable(username: str) -> bool:
    """Whether a normalised name keeps the rule. Letters and digits of any script; nothing invisible."""
    return (
        MIN_LENGTH <= len(username) <= MAX_LENGTH
        and username[0].isalnum()
        and all(character.isalnum() or character in "._-" for character in username)
    )


def is_plain(username: str) -> bool:
    """Whether it is of ASCII and Hangul syllables alone: there `rn` beside `m` is a name of its own, as
    everywhere, and what UTS 39 says of Hangul's single letters says nothing of syllables."""
    return all(character.isascii() or "\uac00" <= character <= "\ud7a3" for character in username)
