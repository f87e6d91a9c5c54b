from django.urls import path

from auth_match.accounts.views import account, directory, login

urlpatterns = [
    path("api/auth/signup/", login.SignUpView.as_view()),
    path("api/auth/login/", login.LogInView.as_view()),
    path("api/auth/token/refresh/", login.RefreshView.as_view()),
    path("api/auth/logout/", login.LogOutView.as_view()),
    path("api/auth/logout-all/", login.LogOutEverywhereView.as_view()),
    path("api/auth/sessions/", login.SessionsView.as_view()),
    path("api/auth/sessions/<uuid:sid>/", login.SessionView.as_view()),
    path("api/auth/password/", account.PasswordView.as_view()),
    path("api/auth/export/", account.ExportView.as_view()),
    path("api/auth/profile/", account.ProfileView.as_view()),
    path("api/auth/ws-ticket/", login.WsTicketView.as_view()),
    path("api/users/", directory.UserNamesView.as_view()),
    path("internal/account-events", directory.AccountEventsView.as_view()),
    path(".well-known/jwks.json", directory.JwksView.as_view()),
]
