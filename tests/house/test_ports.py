"""Which ports a native system takes, by how many processes hold its sockets."""

import pytest

from native.declared import SettingError
from native.settings import load


def ports(**environment: str) -> list[int]:
    return list(load(environment).ports.by_name().values())


def test_two_realtime_processes_fit_into_a_block_of_ten() -> None:
    assert ports() == [8080, 8081, 8082, 8083, 8084, 8085, 8087, 8088, 8089]


@pytest.mark.parametrize("processes", [1, 2, 4, 8])
def test_each_process_has_a_port_and_the_others_keep_theirs(processes: int) -> None:
    settings = load({"MARU_REALTIME_PROCESSES": str(processes)})
    taken = list(settings.ports.by_name().values())
    assert len(settings.ports.realtime) == processes
    assert len(set(taken)) == len(taken)
    assert max(taken) < settings.ports.gateway + settings.ports.count
    assert set(ports()) - {8083} <= set(taken)


@pytest.mark.parametrize("text", ["0", "9", "-1", "two", "2.5", "22"])
def test_other_numbers_are_refused_by_name(text: str) -> None:
    with pytest.raises(SettingError, match="MARU_REALTIME_PROCESSES"):
        load({"MARU_REALTIME_PROCESSES": text})


def test_the_last_port_is_counted() -> None:
    assert load({"MARU_HTTP_PORT": "65526"}).ports.count == 10
    with pytest.raises(SettingError, match="65524"):
        load({"MARU_HTTP_PORT": "65526", "MARU_REALTIME_PROCESSES": "4"})
