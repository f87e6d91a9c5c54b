from django.apps import AppConfig


class MatchingConfig(AppConfig):
    name = "auth_match.matching"
    label = "matching"
