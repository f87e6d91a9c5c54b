from django.apps import AppConfig


class VoiceConfig(AppConfig):
    name = "auth_match.voice"
    label = "voice"
