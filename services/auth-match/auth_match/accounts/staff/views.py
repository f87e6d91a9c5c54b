"""/admin/second-factor/: enrolment, recovery codes, removal. The site checks the permission first."""

from base64 import b32encode
from typing import Any

import django_otp
import segno
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.core import signing
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.safestring import mark_safe
from django.views.decorators.debug import sensitive_post_parameters

from auth_match.accounts import limits
from auth_match.accounts.errors import WrongPassword
from auth_match.accounts.models import User
from auth_match.accounts.staff import second_factor
from auth_match.accounts.staff.errors import SecondFactorRefused
from auth_match.accounts.staff.forms import ConfirmationForm, EnrolmentForm, spend_confirmation

KEY_SALT = "maru.second_factor"
KEY_SECONDS = 30 * 60  # how long an enrolment page is valid, like the idle timeout of a session


@sensitive_post_parameters()
def second_factor_page(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    """`context`: the context of every admin page."""
    user: Any = request.user
    context = {**context, "title": "Second factor", "is_removable": second_factor.is_removable()}
    if second_factor.is_enrolled(user):
        return _manage(request, user, context)
    return _enrol(request, user, context)


def _enrol(request: HttpRequest, user: User, context: dict[str, Any]) -> HttpResponse:
    key = second_factor.new_key()
    form = EnrolmentForm(request.POST or None, initial={"key": _signed(user, key)})
    if form.is_valid():
        try:
            key = _key_of(user, form.cleaned_data["key"])
            spend_confirmation(request, user.pk)
            enrolment = second_factor.enrol(
                user=user, password=form.cleaned_data["password"], key=key, code=form.cleaned_data["code"]
            )
        except (WrongPassword, SecondFactorRefused, ValidationError) as error:
            _add_error(form, error)
        else:
            update_session_auth_hash(request, enrolment.user)  # keeps this session, ends all others
            django_otp.login(request, enrolment.device)
            return _show_codes(request, context, enrolment.recovery_codes)
    elif form.is_bound:
        key = _key_or(user, request.POST.get("key", ""), key)
    device = second_factor.unsaved_device(user, key)
    shown = {"form": form, "qr_code": _svg(device.config_url), "secret": _grouped(device.bin_key)}
    return TemplateResponse(request, "maru/second_factor_enrol.html", context | shown)


def _manage(request: HttpRequest, user: User, context: dict[str, Any]) -> HttpResponse:
    form = ConfirmationForm(request.POST or None)
    if form.is_valid():
        try:
            spend_confirmation(request, user.pk)
            answer = _act(request, user, context, **form.cleaned_data)
            limits.reset("confirmation_per_user", user.pk)
            return answer
        except (WrongPassword, SecondFactorRefused, ValidationError) as error:
            _add_error(form, error)
    row = second_factor.summary(user)
    return TemplateResponse(
        request, "maru/second_factor.html", context | {"form": form, "second_factor": row}
    )


def _act(request: HttpRequest, user: User, context: dict[str, Any], password: str, code: str) -> HttpResponse:
    if "remove" in request.POST:
        changed = second_factor.remove_own(user=user, password=password, code=code)
        update_session_auth_hash(request, changed)
        messages.success(request, "Your second factor is removed.")
        return redirect("admin:index")
    codes = second_factor.renew_recovery_codes(user=user, password=password, code=code)
    return _show_codes(request, context, codes)


def _show_codes(request: HttpRequest, context: dict[str, Any], codes: list[str]) -> HttpResponse:
    return TemplateResponse(request, "maru/recovery_codes.html", context | {"recovery_codes": codes})


def _add_error(form: Form, error: WrongPassword | SecondFactorRefused | ValidationError) -> None:
    match error:
        case ValidationError():
            form.add_error(None, error)
        case WrongPassword():
            form.add_error("password", error.sentence)
        case _:
            form.add_error("code", error.sentence)


def _signed(user: User, key: str) -> str:
    return signing.dumps({"user": user.pk, "key": key}, salt=KEY_SALT)


def _key_of(user: User, signed: str) -> str:
    """Raises: ValidationError: too old, another user's, or not signed by us."""
    try:
        content = signing.loads(signed, salt=KEY_SALT, max_age=KEY_SECONDS)
    except signing.BadSignature as error:
        raise ValidationError("This page has expired. Reload it and use its new secret.") from error
    if content["user"] != user.pk:
        raise ValidationError("This page belongs to another user. Reload it and use its new secret.")
    return str(content["key"])


def _key_or(user: User, signed: str, otherwise: str) -> str:
    try:
        return _key_of(user, signed)
    except ValidationError:
        return otherwise


def _svg(url: str) -> str:
    """With a light background, because the admin has a dark theme. Without style attributes, which the
    gateway's Content-Security-Policy forbids."""
    drawing = segno.make(url, error="m").svg_inline(scale=4, light="#fff", svgclass=None, lineclass=None)
    return mark_safe(drawing)  # noqa: S308 - segno makes it from a URL that we quote


def _grouped(key: bytes) -> str:
    """Base32 in groups of four, for typing."""
    secret = b32encode(key).decode()
    return " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))
