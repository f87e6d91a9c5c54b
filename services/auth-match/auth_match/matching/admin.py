"""What staff see of matching: preferences to correct, reports to act on, the rest to read."""

from typing import Any, ClassVar

from django.conf import settings
from django.contrib import admin, messages
from django.db.models import F, Model, QuerySet
from django.http import HttpRequest

from auth_match.accounts.models import User
from auth_match.accounts.staff import rights
from auth_match.matching.models import (
    MatchedRoom,
    MatchHistory,
    MatchQueue,
    MatchRequest,
    MatchSetting,
    Report,
)
from auth_match.matching.safety import reports
from auth_match.matching.safety.repository import with_open_reports


@admin.register(MatchSetting)
class MatchSettingAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # no generic at run time
    list_display = ("user", "preferred_gender", "age_min", "age_max")
    list_select_related = ("user",)
    search_fields = ("user__username",)
    raw_id_fields = ("user",)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and _may_administer(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_delete_permission(request, obj) and _may_administer(request, obj)


class ReadOnlyAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Rows written by the system alone."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


@admin.register(MatchHistory)
class MatchHistoryAdmin(ReadOnlyAdmin):
    list_display = ("user1", "user2", "times_met", "matched_at", "last_matched_at")
    list_select_related = ("user1", "user2")
    search_fields = ("user1__username", "user2__username")
    date_hierarchy = "last_matched_at"


@admin.register(MatchedRoom)
class MatchedRoomAdmin(ReadOnlyAdmin):
    # without `key`: it is what lets a user into the room
    list_display = ("user1", "user2", "matched_at", "offer_id")
    list_select_related = ("user1", "user2")
    search_fields = ("user1__username", "user2__username")
    fields: ClassVar = ["user1", "user2", "matched_at", "offer_id"]

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """Nor is `key` guessed letter by letter in the address of the list."""
        return not lookup.startswith("key") and super().lookup_allowed(lookup, value, request)


@admin.register(MatchQueue)
class MatchQueueAdmin(ReadOnlyAdmin):
    list_display = ("user", "is_active", "entered_at")
    list_select_related = ("user",)
    list_filter = ("is_active",)
    search_fields = ("user__username",)


@admin.register(MatchRequest)
class MatchRequestAdmin(ReadOnlyAdmin):
    list_display = ("from_user", "to_user", "status", "created_at", "offer_id")
    list_select_related = ("from_user", "to_user")
    list_filter = ("status",)
    search_fields = ("from_user__username", "to_user__username", "offer_id")


@admin.register(Report)
class ReportAdmin(ReadOnlyAdmin):
    """The staff's queue: open reports first, the oldest on top. Staff who may change reports may act."""

    list_display = (
        "created_at",
        "status",
        "reason",
        "reported",
        "open_reports",
        "have_met",
        "reporter",
        "details",
        "handling",
        "handled_by",
    )
    list_select_related = ("reported", "reporter", "handled_by")
    list_filter = ("status", "reason", "have_met")
    search_fields = ("reported__username_key", "reporter__username_key")
    ordering = (F("handled_at").desc(nulls_first=True), "created_at")
    readonly_fields = tuple(field.name for field in Report._meta.fields)
    actions = ("suspend", "ban", "dismiss")

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return admin.ModelAdmin.has_change_permission(self, request, obj)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Report]:
        return with_open_reports(super().get_queryset(request))

    @admin.display(description="open against them", ordering="open_reports")
    def open_reports(self, report: Any) -> int:
        return int(report.open_reports)

    @admin.action(description=f"Suspend for {settings.MATCH_SUSPENSION_DAYS} days", permissions=["change"])
    def suspend(self, request: HttpRequest, chosen: QuerySet[Report]) -> None:
        self._show(request, reports.suspend(report_ids=_ids(chosen), staff_id=_staff_id(request)))

    @admin.action(description="Ban", permissions=["change"])
    def ban(self, request: HttpRequest, chosen: QuerySet[Report]) -> None:
        self._show(request, reports.ban(report_ids=_ids(chosen), staff_id=_staff_id(request)))

    @admin.action(description="Dismiss", permissions=["change"])
    def dismiss(self, request: HttpRequest, chosen: QuerySet[Report]) -> None:
        number = reports.dismiss(report_ids=_ids(chosen), staff_id=_staff_id(request))
        self._show(request, reports.Handled(number, spared=[]))

    def _show(self, request: HttpRequest, handled: reports.Handled) -> None:
        self.message_user(request, f"Reports handled: {handled.reports}.")
        if handled.spared:
            names = ", ".join(handled.spared)
            self.message_user(
                request, f"Staff is deactivated in the list of users: {names}.", messages.WARNING
            )


def _may_administer(request: HttpRequest, setting: MatchSetting | None) -> bool:
    assert isinstance(request.user, User)
    return setting is None or rights.may_administer(request.user, setting.user)


def _ids(chosen: QuerySet[Report]) -> list[int]:
    return list(chosen.values_list("id", flat=True))


def _staff_id(request: HttpRequest) -> int:
    assert request.user.pk is not None
    return int(request.user.pk)
