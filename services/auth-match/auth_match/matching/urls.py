from django.urls import path

from auth_match.matching.preferences.views import MatchSettingView
from auth_match.matching.safety.views import BlocksView, BlockView, ReportsView
from auth_match.matching.views import MatchHistoryView, MatchStatusView

urlpatterns = [
    path("api/match/settings/", MatchSettingView.as_view()),
    path("api/match/status/", MatchStatusView.as_view()),
    path("api/match/history/", MatchHistoryView.as_view()),
    path("api/match/blocks/", BlocksView.as_view()),
    path("api/match/blocks/<int:user_id>/", BlockView.as_view()),
    path("api/match/reports/", ReportsView.as_view()),
]
