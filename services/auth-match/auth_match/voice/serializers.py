"""The responses of `/api/voice/`."""

from rest_framework import serializers


class IceServerSerializer(serializers.Serializer[dict[str, object]]):
    """An RTCIceServer; `username` and `credential` only for TURN."""

    urls = serializers.ListField(child=serializers.CharField())
    username = serializers.CharField(required=False)
    credential = serializers.CharField(required=False)


class IceServersSerializer(serializers.Serializer[dict[str, object]]):
    iceServers = IceServerSerializer(many=True)  # noqa: N815 - WebRTC's own spelling
    ttl_seconds = serializers.IntegerField()
