"""What `/api/match/settings/` takes and answers."""

from typing import Any, ClassVar

from rest_framework import serializers

from auth_match.accounts.domain.ages import MAX_AGE, MIN_AGE
from auth_match.matching.models import MatchSetting, PreferredGender
from auth_match.runtime.fields import Body, Choice, WholeNumber

MAX_RADIUS_KM = 20_038  # half the earth's circumference


class MatchSettingSerializer(Body, serializers.ModelSerializer[MatchSetting]):
    """18 ≤ age_min ≤ age_max ≤ 99, years; radius in km, reserved."""

    preferred_gender = Choice(choices=PreferredGender.choices)
    age_min = WholeNumber(min_value=MIN_AGE, max_value=MAX_AGE)
    age_max = WholeNumber(min_value=MIN_AGE, max_value=MAX_AGE)
    radius_km = WholeNumber(min_value=0, max_value=MAX_RADIUS_KM)

    class Meta:
        model = MatchSetting
        fields: ClassVar = ["id", "preferred_gender", "age_min", "age_max", "radius_km"]

    def to_representation(self, instance: MatchSetting) -> dict[str, object]:
        """Directly: to build the fields of a serializer costs more than the rest of the view."""
        return {name: getattr(instance, name) for name in self.Meta.fields}

    def validate(self, attrs: Any) -> Any:
        age_min = attrs.get("age_min", getattr(self.instance, "age_min", MIN_AGE))
        age_max = attrs.get("age_max", getattr(self.instance, "age_max", MAX_AGE))
        if age_min > age_max:
            raise serializers.ValidationError(
                {"age_min": "The youngest age must not be above the oldest."}, code="ages_out_of_order"
            )
        return attrs
