"""A minimal ASGI application for sockets: it echoes; `"send N"` sends N bytes in frames of 8 KiB."""

from typing import Any

FRAME_BYTES = 8192


async def app(scope: dict[str, Any], receive: Any, send: Any) -> None:
    if scope["type"] != "websocket":
        return
    while True:
        message = await receive()
        match message["type"]:
            case "websocket.connect":
                await send({"type": "websocket.accept"})
            case "websocket.disconnect":
                return
            case _ if message["text"].startswith("send "):
                for _ in range(int(message["text"].removeprefix("send ")) // FRAME_BYTES):
                    await send({"type": "websocket.send", "text": "x" * FRAME_BYTES})
            case _ if message["text"] == "close":
                await send({"type": "websocket.close", "code": 4401})
                return
            case _:
                await send({"type": "websocket.send", "text": message["text"]})
