"""What `/api/match/blocks/` and `/api/match/reports/` take and answer."""

from typing import Any, ClassVar

from rest_framework import serializers

from auth_match.accounts.domain.claims import MAX_USER_ID
from auth_match.matching.models import MAX_DETAILS, Block, ReportReason
from auth_match.runtime.fields import Body, Choice, Flag, Text, WholeNumber


class SomebodySerializer(Body):
    """A user, by exactly one of the two."""

    user_id = WholeNumber(min_value=1, max_value=MAX_USER_ID, required=False)
    username = Text(required=False)

    def validate(self, attrs: Any) -> Any:
        if ("user_id" in attrs) == ("username" in attrs):
            raise serializers.ValidationError("Give either user_id or username.", code="one_of_two")
        return attrs


class BlockSerializer(serializers.ModelSerializer[Block]):
    user_id = serializers.IntegerField(source="blocked_id")
    username = serializers.CharField(source="blocked.username")

    class Meta:
        model = Block
        fields: ClassVar = ["user_id", "username", "created_at"]


class ReportSerializer(SomebodySerializer):
    reason = Choice(choices=ReportReason.choices)
    details = Text(max_length=MAX_DETAILS, allow_blank=True, default="")
    block = Flag(default=True, help_text="Block them too.")


class FiledReportSerializer(serializers.Serializer[Any]):
    id = serializers.IntegerField(source="report.id")
    created_at = serializers.DateTimeField(source="report.created_at")
    blocked = serializers.BooleanField(help_text="Whether I have blocked them now.")
