"""Users, groups and sessions in Django's admin. Its classes are generic for the type checker alone.

One rule decides which users an actor may administer, `staff.rights.may_administer`; forms and actions use it.
"""

import re
from collections.abc import Callable
from typing import Any, ClassVar

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.contrib.auth.admin import GroupAdmin as DjangoGroupAdmin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from auth_match.accounts import lifecycle
from auth_match.accounts.errors import UnknownUser
from auth_match.accounts.models import Session, User
from auth_match.accounts.repository import locked_user
from auth_match.accounts.staff import rights, second_factor
from auth_match.accounts.staff.forms import UserCreationForm, UserForm

ID = re.compile("[1-9][0-9]{0,9}")
RIGHTS = ("is_staff", "is_superuser", "groups", "user_permissions")

# django-otp's own pages show the secrets, and let staff who may change devices create one for any user.
admin.site.unregister([TOTPDevice, StaticDevice])
admin.site.unregister(Group)


@admin.register(User)
class UserAdmin(DjangoUserAdmin):  # type: ignore[type-arg]
    form = UserForm
    add_form = UserCreationForm
    change_form_template = "maru/user_change_form.html"
    list_display = ("id", "username", "age", "gender", "is_active", "is_staff", "is_superuser", "date_joined")
    list_filter = ("is_active", "is_staff", "is_superuser", "gender")
    search_fields = ("username_key",)
    ordering = ("-id",)
    readonly_fields = (
        "password_state",
        "is_active",
        "suspended_until",
        "second_factor",
        "date_joined",
        "last_login",
    )
    add_fieldsets = (
        (None, {"fields": ("username", "age", "gender", "usable_password", "password1", "password2")}),
    )
    actions = ("deactivate", "reactivate", "remove_second_factor")

    def get_list_display(self, request: HttpRequest) -> tuple[str, ...]:
        return _without_flags(self.list_display, request)

    def get_list_filter(self, request: HttpRequest) -> tuple[str, ...]:
        return _without_flags(self.list_filter, request)

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """Django lets the list's URL filter by every column, shown or not: staff who see no flags could still
        find out which users have them."""
        column = lookup.split("__", maxsplit=1)[0]
        if not _is_superuser(request) and column not in self.get_list_display(request):
            return False
        return super().lookup_allowed(lookup, value, request)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        if obj is None:
            return self.add_fieldsets
        state = ("is_active", "suspended_until")
        shown = (*state, *RIGHTS, "second_factor") if _is_superuser(request) else state
        return (
            (None, {"fields": ("username", "password_state", "age", "gender")}),
            ("Rights" if _is_superuser(request) else "State", {"fields": shown}),
            ("Times", {"fields": ("date_joined", "last_login")}),
        )

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Users cannot change their own rights."""
        fixed = RIGHTS if obj is not None and obj.pk == request.user.pk else ()
        return (*self.readonly_fields, *fixed)

    @admin.display(description="password")
    def password_state(self, user: User) -> str:
        """Shows no part of the hash."""
        return "set" if user.has_usable_password() else "none"

    @admin.display(description="second factor", boolean=True)
    def second_factor(self, user: User) -> bool:
        return second_factor.is_enrolled(user)

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        """Accepts one spelling of an id: Django also accepts `01` and `+1`, which would pass the comparisons
        with ids here.

        Locks the row that is about to be saved, because a form writes the whole row: an account that is
        deactivated concurrently would be active again."""
        if not ID.fullmatch(object_id):
            return None
        if request.method == "POST":
            with transaction.atomic():  # joins Django's transaction if there is one
                locked_user(int(object_id))
                return super().get_object(request, object_id, from_field)
        return super().get_object(request, object_id, from_field)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        if not super().has_change_permission(request, obj):
            return False
        return obj is None or rights.may_administer(_actor(request), obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Deactivate instead: only its owner deletes an account, with the password."""
        return False

    def has_deactivate_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("accounts.deactivate_user")

    def has_superuser_permission(self, request: HttpRequest) -> bool:
        return _is_superuser(request)

    def user_change_password(self, request: HttpRequest, id: str, form_url: str = "") -> HttpResponse:  # noqa: A002
        """Redirects users to the form that requires their old password."""
        if unquote(id) == str(request.user.pk):
            if request.method == "POST":
                raise PermissionDenied
            return redirect("admin:password_change")
        with transaction.atomic():
            return super().user_change_password(request, id, form_url)

    @admin.action(description="Deactivate selected users", permissions=["deactivate"])
    def deactivate(self, request: HttpRequest, chosen: QuerySet[User]) -> None:
        self._act(request, chosen, lifecycle.deactivate, "Deactivated.")

    @admin.action(description="Reactivate selected users", permissions=["deactivate"])
    def reactivate(self, request: HttpRequest, chosen: QuerySet[User]) -> None:
        self._act(request, chosen, lifecycle.reactivate, "Reactivated.")

    @admin.action(description="Remove the second factor of selected users", permissions=["superuser"])
    def remove_second_factor(self, request: HttpRequest, chosen: QuerySet[User]) -> None:
        self._act(request, chosen, second_factor.remove, "Removed the second factor.")

    def _act(
        self, request: HttpRequest, chosen: QuerySet[User], use_case: Callable[..., object], done: str
    ) -> None:
        """One transaction per user, with an entry in the history."""
        skipped = []
        for user in chosen.order_by("id"):
            try:
                with transaction.atomic():
                    if not _is_administrable_other(request, user):
                        skipped.append(user.username)
                        continue
                    use_case(user_id=user.pk)
                    self.log_change(request, user, done)
            except UnknownUser:  # deleted concurrently
                continue
        if skipped:
            names = ", ".join(skipped)
            sentence = f"Unchanged, because they are you or have rights that you lack: {names}."
            self.message_user(request, sentence, messages.WARNING)


@admin.register(Group)
class GroupAdmin(DjangoGroupAdmin):
    """Superusers only: changing a group changes the rights of its members."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        return _is_superuser(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return _is_superuser(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return _is_superuser(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return _is_superuser(request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return _is_superuser(request)


@admin.register(Session)
class SessionAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("sid", "user", "created_at", "last_used_at", "ended_at", "ended_reason", "device_label")
    list_select_related: ClassVar[list[str]] = ["user"]
    search_fields = ("user__username_key",)
    ordering = ("-created_at",)
    exclude = ("refresh_jti_hash", "parent_jti_hash", "refresh_kid")

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """Hidden columns cannot be guessed letter by letter by filters in the list's URL."""
        return not lookup.startswith(self.exclude) and super().lookup_allowed(lookup, value, request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


def _actor(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user


def _is_superuser(request: HttpRequest) -> bool:
    return bool(request.user.is_active and getattr(request.user, "is_superuser", False))


def _without_flags(names: tuple[str, ...], request: HttpRequest) -> tuple[str, ...]:
    return names if _is_superuser(request) else tuple(name for name in names if name not in RIGHTS)


def _is_administrable_other(request: HttpRequest, user: User) -> bool:
    """Users cannot lock themselves out by mistake, or remove their own second factor without a code."""
    actor = _actor(request)
    if user.pk == actor.pk:
        return False
    return rights.locked_if_administrable(actor_id=actor.pk, user_id=user.pk) is not None
