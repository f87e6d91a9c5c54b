from django.urls import path

from auth_match.accounts import views

urlpatterns = [
    path("api/auth/signup/", views.SignUpView.as_view()),
    path("api/auth/login/", views.LogInView.as_view()),
    path("api/auth/token/refresh/", views.RefreshView.as_view()),
    path("api/auth/logout/", views.LogOutView.as_view()),
    path("api/auth/logout-all/", views.LogOutEverywhereView.as_view()),
    path("api/auth/sessions/", views.SessionsView.as_view()),
    path("api/auth/sessions/<uuid:sid>/", views.SessionView.as_view()),
    path("api/auth/password/", views.PasswordView.as_view()),
    path("api/auth/export/", views.ExportView.as_view()),
    path("api/auth/profile/", views.ProfileView.as_view()),
    path("api/auth/ws-ticket/", views.WsTicketView.as_view()),
    path("api/users/", views.UserNamesView.as_view()),
    path("internal/account-events", views.AccountEventsView.as_view()),
    path(".well-known/jwks.json", views.JwksView.as_view()),
]
