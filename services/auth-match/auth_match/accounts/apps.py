from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "auth_match.accounts"
    label = "accounts"
