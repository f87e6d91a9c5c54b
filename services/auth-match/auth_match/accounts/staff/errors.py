"""What the pages of the second factor refuse. No API answers them, so they have no code of the contract."""


class SecondFactorRefused(Exception):
    """`sentence` is for the person at the form."""

    sentence = "The second factor was refused."


class WrongSecondFactor(SecondFactorRefused):
    """Also a code that was used before, and one that comes too soon after wrong ones."""

    sentence = (
        "That code is wrong or was used before. After wrong codes the next one counts only after a wait that"
        " grows each time."
    )


class NotEnrolled(SecondFactorRefused):
    sentence = "You have no second factor."


class AlreadyEnrolled(SecondFactorRefused):
    sentence = "You have a second factor already. Remove it first."


class SecondFactorRequired(SecondFactorRefused):
    sentence = "Here staff must have a second factor; it cannot be removed."
