"""What `/api/match/status/` and `/api/match/history/` answer."""

from typing import Any, ClassVar

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from auth_match.matching.domain.history_cursor import HistoryCursor
from auth_match.matching.models import MatchHistory
from auth_match.runtime.fields import QueryParameters, Text, WholeNumber


class OfferSerializer(serializers.Serializer[dict[str, Any]]):
    offer_id = serializers.CharField()
    match_id = serializers.CharField()
    partner = serializers.CharField(help_text="The partner's username.")
    partner_age = serializers.IntegerField()
    partner_gender = serializers.CharField()
    expires_at = serializers.DateTimeField()


class CallSerializer(serializers.Serializer[dict[str, Any]]):
    room = serializers.CharField()
    match_id = serializers.CharField()
    partner = serializers.CharField(help_text="The partner's username.")
    partner_age = serializers.IntegerField()
    partner_gender = serializers.CharField()
    ends_at = serializers.DateTimeField(help_text="When the call ends at the latest.")


class MatchStateSerializer(serializers.Serializer[dict[str, Any]]):
    """The same snapshot as the socket's `state`."""

    status = serializers.ChoiceField(choices=["idle", "queued", "offered", "in_room"])
    waiting = serializers.IntegerField(help_text="How many users are queued.")
    queued_at = serializers.DateTimeField(required=False)
    fitting = serializers.IntegerField(
        required=False, help_text="How many of them are compatible both ways, as of some seconds ago."
    )
    estimate_seconds = serializers.IntegerField(
        required=False,
        help_text="How long users of the same gender and preferred gender waited: the median of the last "
        "ten minutes. Absent when too few were offered a partner, or when you have waited longer.",
    )
    widens_at = serializers.DateTimeField(
        required=False, help_text="When your range of accepted ages will grow."
    )
    widened = serializers.BooleanField(required=False, help_text="It has grown, for this queue entry.")
    offer = OfferSerializer(required=False)
    room = serializers.CharField(required=False)
    call = CallSerializer(required=False)


class PartnerSerializer(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    username = serializers.CharField()


class MatchHistorySerializer(serializers.ModelSerializer[MatchHistory]):
    """One pair of the signed-in user; `partner` is the other one."""

    partner = serializers.SerializerMethodField()

    class Meta:
        model = MatchHistory
        fields: ClassVar = ["id", "partner", "matched_at", "last_matched_at", "times_met"]

    @extend_schema_field(PartnerSerializer)
    def get_partner(self, row: MatchHistory) -> dict[str, object]:
        asker = self.context["user_id"]
        partner = row.user2 if row.user1_id == asker else row.user1
        return dict(PartnerSerializer(partner).data)


class MatchHistoryPageSerializer(serializers.Serializer[Any]):
    """A part of the history, by position."""

    items = MatchHistorySerializer(many=True)
    next_cursor = serializers.CharField(allow_null=True, help_text="For the next part; null at the end.")


class HistoryPositionSerializer(QueryParameters):
    cursor = Text(
        required=False,
        allow_blank=True,
        max_length=64,
        help_text="Answers parts by position instead of the latest hundred; empty for the first part.",
    )
    size = WholeNumber(min_value=1, max_value=100, default=50, help_text="Pairs per part.")

    def validate_cursor(self, text: str) -> HistoryCursor | None:
        try:
            return HistoryCursor.decode(text) if text else None
        except ValueError as error:
            raise serializers.ValidationError(
                "This is no cursor of ours; begin without one.", code="invalid_cursor"
            ) from error
