"""The settings of voice rooms."""

from pydantic import BaseModel, Field, SecretStr

from auth_match.config.environment.fields import NO_SECRET, Seconds, Words


class VoiceSettings(BaseModel):
    """Voice."""

    voice_join: Seconds = Field(
        30, alias="VOICE_JOIN_SECONDS", description="A room that a user does not enter ends after this time."
    )
    voice_grace: Seconds = Field(
        30,
        alias="VOICE_GRACE_SECONDS",
        description="A voice seat that stays empty for this time ends the room.",
    )
    voice_room_max: Seconds = Field(
        14_400, alias="VOICE_ROOM_MAX_SECONDS", description="A room ends at the latest after this time."
    )
    voice_stun_urls: Words = Field((), alias="VOICE_STUN_URLS", description="STUN servers for browsers.")
    voice_turn_urls: Words = Field((), alias="VOICE_TURN_URLS", description="TURN servers for browsers.")
    voice_turn_secret: SecretStr = Field(
        NO_SECRET, alias="VOICE_TURN_SECRET", description="The secret that the TURN servers share."
    )
    voice_turn: Seconds = Field(
        3_600, alias="VOICE_TURN_SECONDS", description="Lifetime of the credentials for TURN."
    )
