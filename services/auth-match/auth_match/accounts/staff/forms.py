"""The forms of the admin. Its classes are generic for the type checker alone."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.admin.forms import AdminAuthenticationForm, AdminPasswordChangeForm
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.forms import AdminUserCreationForm, UsernameField
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from auth_match.accounts import limits
from auth_match.accounts.domain.second_factor import Policy
from auth_match.accounts.models import User
from auth_match.accounts.staff import second_factor
from auth_match.accounts.staff.errors import SecondFactorRefused
from auth_match.errors import DomainError
from auth_match.runtime.requests import client_address

CODE_MAX_LENGTH = 32  # a recovery code has 8 characters; users add spaces and dashes


def code_field(*, required: bool, label: str, help_text: str = "") -> forms.CharField:
    attributes = {"autocomplete": "one-time-code", "autocapitalize": "none", "spellcheck": "false"}
    widget = forms.TextInput(attrs=attributes)
    return forms.CharField(
        label=label, required=required, max_length=CODE_MAX_LENGTH, widget=widget, help_text=help_text
    )


def password_field(label: str = "Your password") -> forms.CharField:
    widget = forms.PasswordInput(attrs={"autocomplete": "current-password"})
    return forms.CharField(label=label, strip=False, widget=widget)


class LoginForm(AdminAuthenticationForm):
    """The admin's login shares the rate limits of the API's.

    A wrong or missing code counts as an attempt, like a wrong password. The form reports on codes only after
    the right password of active staff, so guessing a password reveals nothing about the second factor.
    """

    code = code_field(
        required=False,
        label="Code",
        help_text="Code of your authenticator app, or a recovery code, if you have set one up.",
    )

    def clean(self) -> dict[str, Any]:
        assert self.request is not None
        username = self.cleaned_data.get("username") or ""
        try:
            limits.spend_login(self.request, username)
        except DomainError as error:
            raise ValidationError(error.detail, code=error.code) from error
        cleaned = super().clean()
        user = self.get_user()
        # None: a field was empty, so nothing was checked
        if user is not None and not self.errors:
            self._require_code(user, self.cleaned_data.get("code") or "")
            limits.reset_login(self.request, username)
            if SESSION_KEY in self.request.session:
                # a stolen session that only passed the password must not become a verified one
                self.request.session.flush()
        return cleaned

    def _require_code(self, user: Any, code: str) -> None:
        if settings.STAFF_SECOND_FACTOR is Policy.OFF or not second_factor.is_enrolled(user):
            return
        if not code:
            raise ValidationError(
                "Enter the code of your authenticator app, or a recovery code.", code="code"
            )
        try:
            user.otp_device = second_factor.verify(user, code)  # django-otp stores it in the session at login
        except SecondFactorRefused as error:
            raise ValidationError(error.sentence, code="code") from error


def spend_confirmation(request: HttpRequest, user_id: int) -> None:
    """A form that asks signed-in staff for their password is a way to guess it. Raises: ValidationError."""
    try:
        limits.spend("confirmation_per_ip", client_address(request))
        limits.spend("confirmation_per_user", user_id)
    except DomainError as error:
        raise ValidationError(error.detail, code=error.code) from error


class PasswordChangeForm(AdminPasswordChangeForm):
    """Changes the user's own password, rate-limited like the API. The view sets `request`."""

    request: HttpRequest

    def clean_old_password(self) -> str:
        spend_confirmation(self.request, self.user.pk)
        old_password: str = super().clean_old_password()
        limits.reset("confirmation_per_user", self.user.pk)
        return old_password


class EnrolmentForm(forms.Form):
    """`key`: the secret that the page shows, signed, so that each page has its own secret."""

    required_css_class = "required"
    key = forms.CharField(widget=forms.HiddenInput)
    password = password_field()
    code = code_field(required=True, label="First code of the app")


class ConfirmationForm(forms.Form):
    required_css_class = "required"
    password = password_field()
    code = code_field(required=True, label="Code of the app, or a recovery code")


class UserForm(forms.ModelForm):  # type: ignore[type-arg]
    """Not Django's UserChangeForm, which holds the password's hash and shows its first characters."""

    class Meta:
        model = User
        fields = ("username", "age", "gender")
        field_classes = {"username": UsernameField}  # noqa: RUF012 - as Django wants it


class UserCreationForm(AdminUserCreationForm):  # type: ignore[type-arg]
    class Meta:
        model = User
        fields = ("username", "age", "gender")
