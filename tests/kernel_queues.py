"""What the kernel keeps in TCP queues on our side of the gateway's clients (proc(5), /proc/net/tcp)."""

from pathlib import Path

from native.settings import Ports

LISTENING = "0A"


def buffered_bytes(ports: Ports) -> int:
    """Unsent by gateway and realtime processes, and unread by the gateway, in all connections together."""
    realtime = set(ports.realtime)
    senders = realtime | {ports.gateway}
    total = 0
    for row in Path("/proc/net/tcp").read_text().splitlines()[1:]:
        _, local, remote, state, queues, *_ = row.split()
        if state == LISTENING:
            continue
        unsent, unread = (int(each, 16) for each in queues.split(":"))
        total += unsent if _port(local) in senders else 0
        total += unread if _port(remote) in realtime else 0
    return total


def _port(endpoint: str) -> int:
    return int(endpoint.rpartition(":")[2], 16)
