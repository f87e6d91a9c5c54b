"""One gateway for all tests that only send requests; tests that break something run their own."""

from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from gateway.tests.echo_upstream import http_upstream, websocket_upstream
from gateway.tests.running_gateway import Gateway, run_gateway
from gateway.tests.web_folder import web_folder


@pytest.fixture(scope="session")
def gateway(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gateway]:
    """The gateway with every upstream alive and echoing."""
    with ExitStack() as stack:
        folder = tmp_path_factory.mktemp("gateway")
        web = web_folder(folder / "web", is_built=True)
        opened = stack.enter_context(run_gateway(folder / "data", web=web))
        ports = opened.settings.ports
        for port in (ports.auth_match_web, *ports.image_web):
            stack.enter_context(http_upstream(port))
        for port in ports.realtime:
            stack.enter_context(websocket_upstream(port))
        yield opened
