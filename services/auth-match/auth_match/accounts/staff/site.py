"""The admin site, for staff who have passed the second factor where it is required (decision 0036)."""

from collections.abc import Callable
from functools import partial, update_wrapper
from typing import Any, TypeVar, cast

from django.contrib import admin
from django.contrib.auth.views import PasswordChangeView, redirect_to_login
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect

from auth_match.accounts import repository
from auth_match.accounts.staff import second_factor
from auth_match.accounts.staff.forms import LoginForm, PasswordChangeForm
from auth_match.accounts.staff.views import second_factor_page

# generic, to keep the type of the wrapped view
View = TypeVar("View", bound=Callable[..., Any])


class StaffSite(admin.AdminSite):
    login_form = LoginForm
    login_template = "maru/login.html"

    def has_permission(self, request: HttpRequest) -> bool:
        """Checked at each request: enrolling a device elsewhere ends the permission of open sessions."""
        user: Any = request.user
        is_verified = getattr(user, "otp_device", None) is not None  # by django-otp's middleware
        return super().has_permission(request) and second_factor.is_satisfied(user, is_verified=is_verified)

    def admin_view(self, view: View, cacheable: bool = False) -> View:
        checked = super().admin_view(view, cacheable)

        def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            if self._must_enrol(request):
                return redirect("admin:second_factor")
            if self.has_permission(request):
                request.session.modified = True  # restarts the idle timeout
            return checked(request, *args, **kwargs)

        return cast(View, update_wrapper(inner, view))

    def get_urls(self) -> list[Any]:
        """Logout and enrolment do not need the permission of the other pages."""
        ours = [
            path("logout/", csrf_protect(never_cache(self.logout)), name="logout"),
            path("second-factor/", csrf_protect(never_cache(self.second_factor)), name="second_factor"),
        ]
        return [*ours, *super().get_urls()]

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        if request.method == "GET" and self._must_enrol(request):
            return redirect("admin:second_factor")
        return super().login(request, extra_context)

    def second_factor(self, request: HttpRequest) -> HttpResponse:
        must_enrol = self._must_enrol(request)
        if not (must_enrol or self.has_permission(request)):
            return redirect_to_login(request.get_full_path(), reverse("admin:login"))
        context = self.each_context(request)
        if must_enrol:  # show the header with its logout link, but no pages
            context |= {"has_permission": True, "available_apps": [], "is_nav_sidebar_enabled": False}
        return second_factor_page(request, context | {"must_enrol": must_enrol})

    def password_change(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """Locks and re-reads the row first, because the form saves the whole row: an account that is
        deactivated concurrently would be active again. Rate-limited like the API."""
        with transaction.atomic():
            if request.method == "POST" and not self._is_unchanged_and_locked(request):
                return redirect_to_login(request.get_full_path(), reverse("admin:login"))
            view = PasswordChangeView.as_view(
                form_class=partial(_with_request, request),
                success_url=reverse("admin:password_change_done", current_app=self.name),
                extra_context={**self.each_context(request), **(extra_context or {})},
            )
            request.current_app = self.name
            return view(request)

    def _is_unchanged_and_locked(self, request: HttpRequest) -> bool:
        """Whether the session is still permitted; then `request.user` is the locked row."""
        user: Any = request.user
        known = user.get_session_auth_hash()
        if repository.locked_user(user.pk) is None:
            return False
        user.refresh_from_db()
        return self.has_permission(request) and user.get_session_auth_hash() == known

    def _must_enrol(self, request: HttpRequest) -> bool:
        user: Any = request.user
        return super().has_permission(request) and second_factor.must_enrol(user)


def _with_request(request: HttpRequest, *args: Any, **kwargs: Any) -> PasswordChangeForm:
    form = PasswordChangeForm(*args, **kwargs)
    form.request = request
    return form
