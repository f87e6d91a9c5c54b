"""Connects matching to signals of accounts, which does not import it."""

from typing import Any

from django.apps import AppConfig
from django.db import transaction

PROFILE = {"age", "gender", "username"}


class MatchingConfig(AppConfig):
    name = "auth_match.matching"
    label = "matching"

    def ready(self) -> None:
        from django.db.models.signals import post_save  # noqa: PLC0415 - models load after this module

        from auth_match.accounts.signals import exporting, signed_up  # noqa: PLC0415

        signed_up.connect(_make_match_setting, dispatch_uid="matching.make_match_setting")
        exporting.connect(_export, dispatch_uid="matching.export")
        post_save.connect(_follow_user, sender="accounts.User", dispatch_uid="matching.follow_user")
        post_save.connect(
            _follow_preferences, sender="matching.MatchSetting", dispatch_uid="matching.follow_preferences"
        )


def _make_match_setting(*, user: Any, **_: Any) -> None:
    from auth_match.matching.preferences import service  # noqa: PLC0415 - see above

    service.create_setting(user_id=user.pk)


def _export(*, user: Any, **_: Any) -> tuple[str, Any]:
    from auth_match.matching import service  # noqa: PLC0415

    return "matching", service.export_of(user_id=user.pk)


def _follow_user(*, instance: Any, created: bool, update_fields: frozenset[str] | None, **_: Any) -> None:
    if not created and (update_fields is None or PROFILE & update_fields):
        _refresh_queue_ticket(instance.pk)


def _follow_preferences(*, instance: Any, created: bool, **_: Any) -> None:
    if not created:
        _refresh_queue_ticket(instance.user_id)


def _refresh_queue_ticket(user_id: int) -> None:
    """After the commit. The change succeeds also while Redis is away: the next join reads it."""
    from auth_match.matching.preferences import service  # noqa: PLC0415

    transaction.on_commit(lambda: service.refresh_queue_ticket(user_id=user_id), robust=True)
