"""One JSON line per request, without credentials."""

from datetime import UTC, datetime, timedelta

from gateway.tests.running_gateway import Gateway


def test_line_identifies_the_request_without_secrets(gateway: Gateway) -> None:
    answer = gateway.ask(
        "/api/v1/images/?token=hush&page=1",
        headers={
            "Authorization": "Bearer hush",
            "Cookie": "sessionid=hush",
            "User-Agent": 'a "quoted" agent',
        },
    )
    text, line = gateway.access_log(answer.headers["X-Request-ID"])
    assert "hush" not in text
    assert line["path"] == "/api/v1/images/"
    assert (line["service"], line["event"], line["level"]) == ("gateway", "request", "info")
    assert (line["method"], line["status"], line["upstream_status"]) == ("GET", 200, "200")
    assert line["user_agent"] == 'a "quoted" agent'
    assert abs(datetime.fromisoformat(line["timestamp"]) - datetime.now(UTC)) < timedelta(seconds=30)
    assert datetime.fromisoformat(line["timestamp"]).utcoffset() == timedelta(0)


def test_error_of_the_gateway_is_logged_likewise(gateway: Gateway) -> None:
    answer = gateway.ask("/nothing?token=hush")
    text, line = gateway.access_log(answer.headers["X-Request-ID"])
    assert "hush" not in text
    assert (line["path"], line["status"], line["upstream"]) == ("/nothing", 404, "")
