"""Users and their sessions in Django's admin. Its classes are generic for the type checker alone."""

from typing import Any, ClassVar

from django.contrib import admin
from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.forms import AdminUserCreationForm
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest

from auth_match.accounts import lifecycle, limits
from auth_match.accounts.models import Session, User
from auth_match.errors import TooOften


class UserCreationForm(AdminUserCreationForm):  # type: ignore[type-arg]
    class Meta:
        model = User
        fields = ("username", "age", "gender")


class LoginForm(AdminAuthenticationForm):
    """The admin's way in is limited as the API's is, by the same counts."""

    def clean(self) -> dict[str, Any]:
        assert self.request is not None
        username = self.cleaned_data.get("username") or ""
        try:
            limits.spend_login(self.request, username)
        except TooOften as error:
            raise ValidationError(error.detail, code=error.code) from error
        cleaned = super().clean()
        limits.forget_login(self.request, username)
        return cleaned


admin.site.login_form = LoginForm


@admin.register(User)
class UserAdmin(DjangoUserAdmin):  # type: ignore[type-arg]
    add_form = UserCreationForm
    list_display = ("id", "username", "age", "gender", "is_active", "is_staff", "date_joined")
    list_filter = ("is_active", "is_staff", "gender")
    search_fields = ("username_key",)
    ordering = ("-id",)
    readonly_fields = ("date_joined", "last_login", "suspended_until")
    fieldsets = (
        (None, {"fields": ("username", "password", "age", "gender")}),
        (
            "Rights",
            {
                "fields": (
                    "is_active",
                    "suspended_until",
                    "is_staff",
                    "is_superuser",
                    "groups",
                    "user_permissions",
                )
            },
        ),
        ("Times", {"fields": ("date_joined", "last_login")}),
    )
    add_fieldsets = (
        (None, {"fields": ("username", "age", "gender", "usable_password", "password1", "password2")}),
    )

    actions = ("deactivate", "reactivate")

    def save_model(self, request: HttpRequest, obj: User, form: ModelForm, change: bool) -> None:  # type: ignore[type-arg]
        """`is_active` goes the way of the use cases, that both services and the sockets hear of it."""
        wanted = obj.is_active
        if change:
            obj.is_active = bool(form.initial.get("is_active", wanted))
        super().save_model(request, obj, form, change)
        if wanted != obj.is_active:
            self._set_active(obj, wanted)

    @admin.action(description="Deactivate selected users", permissions=["change"])
    def deactivate(self, request: HttpRequest, users: QuerySet[User]) -> None:
        for user in users:
            self._set_active(user, False)

    @admin.action(description="Reactivate selected users", permissions=["change"])
    def reactivate(self, request: HttpRequest, users: QuerySet[User]) -> None:
        for user in users:
            self._set_active(user, True)

    def _set_active(self, user: User, is_active: bool) -> None:
        (lifecycle.reactivate if is_active else lifecycle.deactivate)(user_id=user.id)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Deactivate instead: who deletes an account is its owner, by the password."""
        return False


@admin.register(Session)
class SessionAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("sid", "user", "created_at", "last_used_at", "ended_at", "ended_reason", "device_label")
    list_select_related: ClassVar[list[str]] = ["user"]
    search_fields = ("user__username_key",)
    ordering = ("-created_at",)
    exclude = ("refresh_jti_hash", "parent_jti_hash", "refresh_kid")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
