"""The public address of the system: from the settings, never from the Host header."""

from typing import Annotated

from fastapi import Depends, Request


async def get_public_url(request: Request) -> str:
    """Such as https://maru.example, without a slash at the end."""
    url: str = request.app.state.settings.public_url
    return url


PublicUrl = Annotated[str, Depends(get_public_url)]
