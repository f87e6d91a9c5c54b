"""The floor of auth-match: bare Django views with the same queries and the same bytes out.

    gunicorn bench.request_cost.floor_accounts:application    with DJANGO_SETTINGS_MODULE=…floor_settings

The caller is named by the path, and nothing is checked, limited or logged.
"""

import uuid

from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, JsonResponse
from django.urls import path

application = get_wsgi_application()

from auth_match.accounts.models import Session  # noqa: E402 - after Django's set-up
from auth_match.matching.models import MatchSetting  # noqa: E402


def _session(user_id: int, sid: uuid.UUID) -> Session:
    return Session.objects.select_related("user").filter(sid=sid, user_id=user_id)[0]


def profile(_request: HttpRequest, user_id: int, sid: uuid.UUID) -> JsonResponse:
    """As GET /api/users/profile/."""
    user = _session(user_id, sid).user
    names = ("id", "username", "age", "gender", "date_joined")
    return JsonResponse({name: getattr(user, name) for name in names})


def preferences(_request: HttpRequest, user_id: int, sid: uuid.UUID) -> JsonResponse:
    """As GET /api/match/settings/."""
    _session(user_id, sid)
    setting = MatchSetting.objects.select_related("user").get(user_id=user_id)
    names = ("id", "preferred_gender", "age_min", "age_max", "radius_km")
    return JsonResponse({name: getattr(setting, name) for name in names})


urlpatterns = [
    path("profile/<int:user_id>/<uuid:sid>/", profile),
    path("settings/<int:user_id>/<uuid:sid>/", preferences),
]
