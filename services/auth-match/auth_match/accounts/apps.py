from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "auth_match.accounts"
    label = "accounts"

    def ready(self) -> None:
        from django.contrib.auth.signals import user_logged_in  # noqa: PLC0415

        from auth_match.accounts.known_addresses import remember_after_admin_login  # noqa: PLC0415
        from auth_match.accounts.lifecycle import end_sessions_after_reset  # noqa: PLC0415  # needs the models
        from auth_match.accounts.signals import password_set  # noqa: PLC0415

        password_set.connect(end_sessions_after_reset)
        user_logged_in.connect(remember_after_admin_login)
