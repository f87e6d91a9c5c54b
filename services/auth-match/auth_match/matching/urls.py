from django.urls import path

from auth_match.matching.views import MatchHistoryView, MatchSettingView, MatchStatusView

urlpatterns = [
    path("api/match/settings/", MatchSettingView.as_view()),
    path("api/match/status/", MatchStatusView.as_view()),
    path("api/match/history/", MatchHistoryView.as_view()),
]
