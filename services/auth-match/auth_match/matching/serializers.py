"""What `/api/match/` takes and answers."""

from typing import Any, ClassVar

from rest_framework import serializers

from auth_match.accounts.domain.ages import MAX_AGE, MIN_AGE
from auth_match.accounts.serializers import WholeNumber
from auth_match.matching.models import MatchHistory, MatchSetting, PreferredGender

MAX_RADIUS_KM = 20_038  # half the way round the earth


class MatchSettingSerializer(serializers.ModelSerializer[MatchSetting]):
    """18 ≤ age_min ≤ age_max ≤ 99, years; radius in km, reserved."""

    preferred_gender = serializers.ChoiceField(choices=PreferredGender.choices)
    age_min = WholeNumber(min_value=MIN_AGE, max_value=MAX_AGE)
    age_max = WholeNumber(min_value=MIN_AGE, max_value=MAX_AGE)
    radius_km = WholeNumber(min_value=0, max_value=MAX_RADIUS_KM)

    class Meta:
        model = MatchSetting
        fields: ClassVar = ["id", "preferred_gender", "age_min", "age_max", "radius_km"]

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        age_min = attrs.get("age_min", getattr(self.instance, "age_min", MIN_AGE))
        age_max = attrs.get("age_max", getattr(self.instance, "age_max", MAX_AGE))
        if age_min > age_max:
            raise serializers.ValidationError(
                {"age_min": "The youngest age must not be above the oldest."}, code="ages_out_of_order"
            )
        return attrs


class OfferSerializer(serializers.Serializer[dict[str, Any]]):
    offer_id = serializers.CharField()
    match_id = serializers.CharField()
    partner = serializers.CharField(help_text="The partner's username.")
    partner_age = serializers.IntegerField()
    partner_gender = serializers.CharField()
    expires_at = serializers.DateTimeField()


class MatchStateSerializer(serializers.Serializer[dict[str, Any]]):
    """The same snapshot as the socket's `state`."""

    status = serializers.ChoiceField(choices=["idle", "queued", "offered", "in_room"])
    waiting = serializers.IntegerField(help_text="How many stand in the queue.")
    queued_at = serializers.DateTimeField(required=False)
    fitting = serializers.IntegerField(
        required=False, help_text="How many of them fit both ways, as of some seconds ago."
    )
    estimate_seconds = serializers.IntegerField(
        required=False,
        help_text="How long people of the same gender and wish had waited, at the median of the last ten "
        "minutes. Absent when that says nothing, or when you have waited longer.",
    )
    widens_at = serializers.DateTimeField(required=False, help_text="When your range of ages will grow.")
    widened = serializers.BooleanField(required=False, help_text="It has grown, for this stay in the queue.")
    offer = OfferSerializer(required=False)
    room = serializers.CharField(required=False)


class PartnerSerializer(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    username = serializers.CharField()


class MatchHistorySerializer(serializers.ModelSerializer[MatchHistory]):
    """One pair of which the asker is a side; `partner` is the other one."""

    partner = serializers.SerializerMethodField()

    class Meta:
        model = MatchHistory
        fields: ClassVar = ["id", "partner", "matched_at", "last_matched_at", "times_met"]

    def get_partner(self, row: MatchHistory) -> dict[str, Any]:
        asker = self.context["user_id"]
        partner = row.user2 if row.user1_id == asker else row.user1
        return dict(PartnerSerializer(partner).data)
