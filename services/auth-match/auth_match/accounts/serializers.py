"""The request and response bodies of accounts."""

from datetime import UTC, datetime
from typing import Any

from django.core.exceptions import ValidationError
from rest_framework import serializers

from auth_match.accounts.domain import usernames
from auth_match.accounts.domain.ages import MAX_AGE, MIN_AGE
from auth_match.accounts.domain.claims import MAX_USER_ID
from auth_match.accounts.models import AccountEvent, Gender, Session, User, validate_new_username
from auth_match.runtime.field_errors import SENTENCES
from auth_match.runtime.fields import Body, Choice, QueryParameters, Text, WholeNumber

MAX_IDS = 100
MAX_EVENTS, EVENTS = 1000, 500
MAX_SEQ = 2**63 - 1
TOO_HIGH = SENTENCES["max_value"].format(limit=MAX_USER_ID)
PURPOSES = ("match", "voice")


def utc_text(moment: datetime) -> str:
    """A time in UTC as in all responses (RFC 3339)."""
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


class CredentialsSerializer(Body):
    username = Text()
    password = Text(trim_whitespace=False)


class SignUpSerializer(CredentialsSerializer):
    ignored = ("id", "date_joined", "tokens")
    username = Text(help_text=f"{usernames.RULE} {usernames.ONE_SCRIPT}")
    password = Text(
        trim_whitespace=False,
        help_text="12 to 128 characters, at least 5 different ones; not all digits, not common, not similar"
        " to the username.",
    )
    age = WholeNumber(min_value=MIN_AGE, max_value=MAX_AGE, help_text="Years; adults only.")
    gender = Choice(Gender.choices)

    def validate_username(self, username: str) -> str:
        name = usernames.normalised(username)
        try:
            validate_new_username(name)
        except ValidationError as error:
            raise serializers.ValidationError(error.message, code=error.code) from error
        if usernames.is_reserved(name):
            raise serializers.ValidationError(usernames.RESERVED, code="username_reserved")
        return name


class RefreshSerializer(Body):
    refresh = Text()


class PasswordSerializer(Body):
    password = Text(trim_whitespace=False)


class PasswordChangeSerializer(Body):
    current_password = Text(trim_whitespace=False)
    new_password = Text(trim_whitespace=False)


class SessionSerializer(serializers.ModelSerializer[Session]):
    current = serializers.SerializerMethodField(help_text="Whether the request's token is of this session.")

    class Meta:
        model = Session
        fields = ("sid", "device_label", "created_at", "last_used_at", "current")

    def get_current(self, session: Session) -> bool:
        return bool(session.sid == self.context["current"])


class TokenPairSerializer(serializers.Serializer[Any]):
    access = serializers.CharField(help_text="JWT for Authorization: Bearer, valid for 10 minutes.")
    refresh = serializers.CharField(
        required=False,
        help_text="JWT for /api/auth/token/refresh/, single use. Absent where a cookie keeps it.",
    )


class ProfileSerializer(Body, serializers.ModelSerializer[User]):
    serializer_choice_field = Choice
    age = WholeNumber(min_value=MIN_AGE, max_value=MAX_AGE)

    class Meta:
        model = User
        fields = ("id", "username", "age", "gender", "date_joined")
        read_only_fields = ("username",)

    def to_representation(self, instance: User) -> dict[str, Any]:
        """Directly: to build the fields of a serializer costs more than the rest of the view."""
        shown = {name: getattr(instance, name) for name in ProfileSerializer.Meta.fields}
        return {**shown, "date_joined": utc_text(instance.date_joined)}


class SignedUpSerializer(ProfileSerializer):
    """The profile, with the first pair of tokens."""

    tokens = TokenPairSerializer()

    class Meta(ProfileSerializer.Meta):
        fields = (*ProfileSerializer.Meta.fields, "tokens")  # type: ignore[assignment]


class TicketRequestSerializer(Body):
    purpose = Choice(PURPOSES)
    instance = Text(
        required=False,
        max_length=64,
        help_text="A name that the page gives itself. A voice socket of the same page as before lets the call"
        " go on; without a name it is of a fresh page.",
    )


class TicketSerializer(serializers.Serializer[Any]):
    ticket = serializers.CharField(help_text="For the WebSocket subprotocol `ticket.<ticket>`, single use.")
    expires_in = serializers.IntegerField(help_text="Seconds.")


class UserNameSerializer(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    username = serializers.CharField()


class UserIdsSerializer(QueryParameters):
    ids = Text(trim_whitespace=False, help_text=f"User ids, separated by commas, at most {MAX_IDS}.")

    def validate_ids(self, text: str) -> list[int]:
        parts = text.split(",")
        if len(parts) > MAX_IDS:
            raise serializers.ValidationError(f"Ask for at most {MAX_IDS}.", code="too_many")
        if not all(part.isascii() and part.isdigit() and len(part) <= 10 for part in parts):
            raise serializers.ValidationError("Use whole numbers, separated by commas.", code="not_ids")
        ids = [int(part) for part in parts]
        if max(ids) > MAX_USER_ID:
            raise serializers.ValidationError(TOO_HIGH, code="max_value")
        return ids


class FeedPositionSerializer(QueryParameters):
    after = WholeNumber(min_value=0, max_value=MAX_SEQ, required=False)
    limit = WholeNumber(min_value=1, max_value=MAX_EVENTS, default=EVENTS)


class AccountEventSerializer(serializers.ModelSerializer[AccountEvent]):
    class Meta:
        model = AccountEvent
        fields = ("seq", "kind", "user_id", "sid", "created_at")


class JwkSerializer(serializers.Serializer[Any]):
    kty = serializers.CharField()
    n = serializers.CharField()
    e = serializers.CharField()
    kid = serializers.CharField(help_text="RFC 7638 thumbprint.")
    use = serializers.CharField()
    alg = serializers.CharField()


class JwksSerializer(serializers.Serializer[Any]):
    keys = JwkSerializer(many=True)
