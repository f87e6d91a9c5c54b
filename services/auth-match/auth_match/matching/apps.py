"""Wires matching to what happens in accounts, which does not know it."""

from typing import Any

from django.apps import AppConfig


class MatchingConfig(AppConfig):
    name = "auth_match.matching"
    label = "matching"

    def ready(self) -> None:
        from auth_match.accounts.signals import signed_up  # noqa: PLC0415 - models load after this module

        signed_up.connect(_make_match_setting, dispatch_uid="matching.make_match_setting")


def _make_match_setting(*, user: Any, **_: Any) -> None:
    from auth_match.matching import service  # noqa: PLC0415 - see above

    service.create_setting(user_id=user.pk)
