"""What the practice partner says, from what it hears."""

from practice.voice import ECHO_BYTES, FRAME_SAMPLES, SAMPLE_BYTES, Echo

FRAME = FRAME_SAMPLES * SAMPLE_BYTES
FRAMES = ECHO_BYTES // FRAME  # of the delay
SILENCE = bytes(FRAME)


def frame(number: int) -> bytes:
    return bytes([number % 250 + 1]) * FRAME


def test_everything_is_said_a_second_later_in_its_order() -> None:
    echo, said = Echo(), []
    for number in range(3 * FRAMES):
        echo.hear(frame(number))
        said.append(echo.said(number * FRAME_SAMPLES))
    assert said[: FRAMES - 1] == [SILENCE] * (FRAMES - 1)
    assert said[FRAMES - 1 :] == [frame(number) for number in range(2 * FRAMES + 1)]


def test_after_a_gap_it_waits_for_a_second_of_sound_again() -> None:
    echo = Echo()
    echo.hear(b"\1" * ECHO_BYTES)
    assert [echo.said(0) for _ in range(FRAMES + 1)][-2:] == [b"\1" * FRAME, SILENCE]
    echo.hear(frame(1))
    assert echo.said(0) == SILENCE
    echo.hear(b"\2" * ECHO_BYTES)
    assert echo.said(0) == frame(1)


def test_what_comes_too_fast_is_dropped_from_its_oldest_end() -> None:
    echo = Echo()
    echo.hear(b"\1" * ECHO_BYTES)
    echo.hear(b"\2" * ECHO_BYTES)
    assert echo.said(0) == b"\1" * FRAME
    echo.hear(b"\3" * 2 * FRAME)
    assert echo.said(0)[:1] == b"\2"
