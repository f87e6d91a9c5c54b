"""The public address of the system: from the settings, never from the Host header."""

from fastapi import Request


def public_url_of(request: Request) -> str:
    """Such as https://maru.example, without a slash at the end."""
    url: str = request.app.state.settings.public_url
    return url
