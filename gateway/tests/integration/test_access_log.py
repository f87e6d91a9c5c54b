"""One JSON line a request, with nothing in it that lets a reader in."""

from datetime import UTC, datetime, timedelta

from gateway.tests.door import Door


def test_line_names_the_request_and_hides_its_secrets(door: Door) -> None:
    answer = door.ask(
        "/api/v1/images/?token=hush&page=1",
        headers={
            "Authorization": "Bearer hush",
            "Cookie": "sessionid=hush",
            "User-Agent": 'a "quoted" agent',
        },
    )
    text, line = door.access_log(answer.headers["X-Request-ID"])
    assert "hush" not in text
    assert line["path"] == "/api/v1/images/"
    assert (line["service"], line["event"], line["level"]) == ("gateway", "request", "info")
    assert (line["method"], line["status"], line["upstream_status"]) == ("GET", 200, "200")
    assert line["user_agent"] == 'a "quoted" agent'
    assert abs(datetime.fromisoformat(line["timestamp"]) - datetime.now(UTC)) < timedelta(seconds=30)
    assert datetime.fromisoformat(line["timestamp"]).utcoffset() == timedelta(0)


def test_an_error_of_ours_is_logged_the_same_way(door: Door) -> None:
    answer = door.ask("/nothing?token=hush")
    text, line = door.access_log(answer.headers["X-Request-ID"])
    assert "hush" not in text
    assert (line["path"], line["status"], line["upstream"]) == ("/nothing", 404, "")
