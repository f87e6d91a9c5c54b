"""What staff see of matching: wishes to correct, the rest to read."""

from typing import ClassVar

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest

from auth_match.matching.models import MatchedRoom, MatchHistory, MatchQueue, MatchRequest, MatchSetting


@admin.register(MatchSetting)
class MatchSettingAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # no generic at run time
    list_display = ("user", "preferred_gender", "age_min", "age_max")
    list_select_related = ("user",)
    search_fields = ("user__username",)
    raw_id_fields = ("user",)


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
    # without `key`: it is what lets somebody into the room
    list_display = ("user1", "user2", "matched_at", "offer_id")
    list_select_related = ("user1", "user2")
    search_fields = ("user1__username", "user2__username")
    fields: ClassVar = ["user1", "user2", "matched_at", "offer_id"]


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
