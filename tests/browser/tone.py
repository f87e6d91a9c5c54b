"""What the fake microphone hears: a tone without pauses. Chromium's own fake device only beeps."""

import math
import wave
from array import array
from pathlib import Path

SAMPLE_RATE = 48_000  # Hz; below 24 kHz Chromium's fake device plays nothing
HERTZ = 440
SECONDS = 10  # Chromium plays the file in a loop; whole periods, so that there is no click between
LOUD = 8_000  # of 32,767


def write_tone(file: Path) -> None:
    """A mono WAV of 16 bits."""
    step = 2 * math.pi * HERTZ / SAMPLE_RATE
    samples = array("h", (int(LOUD * math.sin(step * n)) for n in range(SAMPLE_RATE * SECONDS)))
    with wave.open(str(file), "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(SAMPLE_RATE)
        sound.writeframes(samples.tobytes())
