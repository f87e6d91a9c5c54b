"""Every HTTP path of auth-match, as the gateway sends it: with a trailing slash."""

from django.contrib import admin
from django.urls import include, path
from drf_spectacular.views import SpectacularJSONAPIView

from auth_match.runtime import health, metrics, problem

urlpatterns = [
    path("", include("auth_match.accounts.urls")),
    path("", include("auth_match.matching.urls")),
    path("", include("auth_match.voice.urls")),
    path("admin/", admin.site.urls),
    path("docs/auth-match/openapi.json", SpectacularJSONAPIView.as_view(), name="openapi"),
    path("healthz", health.healthz),
    path("readyz", health.readyz),
    path("metrics", metrics.refuse),
]

handler400 = problem.bad_request
handler403 = problem.forbidden
handler404 = problem.not_found
handler500 = problem.server_error
