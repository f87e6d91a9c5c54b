"""The errors of the second factor's pages. No API returns them, so they have no code in the contract."""


class SecondFactorRefused(Exception):
    """The form shows `sentence`."""

    sentence = "The second factor was refused."


class WrongSecondFactor(SecondFactorRefused):
    """A wrong code, a used one, or one entered too soon after wrong ones."""

    sentence = (
        "That code is wrong or was used before. After wrong codes the next one is accepted only after a wait"
        " that grows each time."
    )


class NotEnrolled(SecondFactorRefused):
    sentence = "You have no second factor."


class AlreadyEnrolled(SecondFactorRefused):
    sentence = "You have a second factor already. Remove it first."


class SecondFactorRequired(SecondFactorRefused):
    sentence = "Staff must have a second factor here; it cannot be removed."
