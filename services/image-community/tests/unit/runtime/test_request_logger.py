"""The line of a request: the fields of all lines, at the level of the others, on any disk."""

import json
import logging
import sys

import pytest

from image_community.runtime.logging import request_logger


@pytest.fixture(autouse=True)
def _level():
    root = logging.getLogger()
    before = root.level
    root.setLevel("INFO")
    yield
    root.setLevel(before)


def test_line_has_the_fields_of_all_lines(capsys):
    request_logger("here").info("request", status=200)
    line = json.loads(capsys.readouterr().out)
    assert {"timestamp", "level", "event", "service", "logger", "request_id", "status"} == line.keys()
    assert (line["level"], line["logger"], line["event"]) == ("info", "here", "request")


def test_line_is_left_out_above_its_level(capsys):
    logging.getLogger().setLevel("WARNING")
    request_logger("here").info("request")
    assert capsys.readouterr().out == ""


def test_full_disk_costs_the_line_alone(monkeypatch):
    full = open("/dev/full", "w")  # noqa: SIM115 - closing it fails
    monkeypatch.setattr(sys, "stdout", full)
    request_logger("here").info("request")
    monkeypatch.undo()
    with pytest.raises(OSError, match="No space left"):
        full.close()
