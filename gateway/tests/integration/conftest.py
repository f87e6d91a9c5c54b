"""One door for the tests that only ask; those that break something open their own."""

from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from gateway.tests.door import Door, open_door
from gateway.tests.echo_upstream import http_upstream, websocket_upstream


@pytest.fixture(scope="session")
def door(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Door]:
    """The gateway with every upstream alive and echoing."""
    with ExitStack() as stack:
        opened = stack.enter_context(open_door(tmp_path_factory.mktemp("gateway")))
        ports = opened.settings.ports
        for port in (ports.auth_match_web, *ports.image_web):
            stack.enter_context(http_upstream(port))
        for port in ports.realtime:
            stack.enter_context(websocket_upstream(port))
        yield opened
