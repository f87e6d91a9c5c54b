"""What native running and compose set by themselves."""

from typing import Annotated

from pydantic import AfterValidator, BaseModel, Field, SecretStr

from auth_match.config.environment.fields import NO_SECRET, WIRING, without_password


class WiringSettings(BaseModel):
    """Wiring."""

    secret_key: Annotated[SecretStr, WIRING] = Field(
        alias="AUTH_MATCH_SECRET_KEY", description="Django's key: signs sessions and forms of the admin."
    )
    service_credential: Annotated[SecretStr, WIRING] = Field(
        alias="AUTH_MATCH_SERVICE_CREDENTIAL",
        description="Opens /internal/ to our own services; both services share it.",
    )
    signing_keys_dir: Annotated[str, WIRING] = Field(
        alias="AUTH_MATCH_SIGNING_KEYS_DIR",
        description="Folder of the RSA keys that sign tokens (PKCS 8), each named for the moment from "
        "which it signs: 2026-11-21T220600Z.pem.",
    )
    static_root: Annotated[str, WIRING] = Field(
        alias="AUTH_MATCH_STATIC_ROOT", description="Folder of the admin's static files."
    )
    heartbeat_path: Annotated[str, WIRING] = Field(
        "",
        alias="AUTH_MATCH_HEARTBEAT_PATH",
        description="A file that the web process touches every second, unless requests wait and none is "
        "finished; empty = none.",
    )
    database_url: Annotated[str, WIRING, AfterValidator(without_password)] = Field(
        alias="AUTH_MATCH_DATABASE_URL",
        description="postgresql://user@host:port/database, without a password in it.",
    )
    database_password: Annotated[SecretStr, WIRING] = Field(
        NO_SECRET, alias="AUTH_MATCH_DATABASE_PASSWORD", description="The password of that user."
    )
    redis_url: Annotated[str, WIRING] = Field(
        alias="AUTH_MATCH_REDIS_URL", description="redis://host:port/database"
    )
    redis_password: Annotated[SecretStr, WIRING] = Field(
        NO_SECRET, alias="AUTH_MATCH_REDIS_PASSWORD", description="The password of Redis."
    )
