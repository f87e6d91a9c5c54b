"""The line of a request: the fields of all lines, on any disk."""

import json
import sys

import pytest

from auth_match.runtime.logging import _request_logger


def test_line_has_the_fields_of_all_lines(capsys: pytest.CaptureFixture[str]) -> None:
    _request_logger().info("request", status=200)
    line = json.loads(capsys.readouterr().out)
    assert {"timestamp", "level", "event", "service", "logger", "request_id", "status"} == line.keys()


def test_full_disk_costs_the_line_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    full = open("/dev/full", "w", encoding="utf-8")  # noqa: SIM115 - closing it fails
    monkeypatch.setattr(sys, "stdout", full)
    _request_logger().info("request")
    monkeypatch.undo()
    with pytest.raises(OSError, match="No space left"):
        full.close()
