"""Sound that a program speaks into a call, and the echo of what it hears there."""

import asyncio
from contextlib import suppress
from fractions import Fraction

from aiortc import MediaStreamTrack
from aiortc.mediastreams import MediaStreamError
from av import AudioFrame, AudioResampler

SAMPLE_RATE = 48_000  # Hz, Opus' own
FRAME_SAMPLES = 960  # 20 ms
SAMPLE_BYTES = 2
ECHO_SECONDS = 1
ECHO_BYTES = ECHO_SECONDS * SAMPLE_RATE * SAMPLE_BYTES


class Voice(MediaStreamTrack):
    """One 20 ms frame at a time, in real time. What it says is a subclass' business."""

    kind = "audio"

    def __init__(self) -> None:
        super().__init__()
        self._sample = 0
        self._started: float | None = None

    def said(self, first: int) -> bytes:
        """The next `FRAME_SAMPLES` samples (16 bits, mono); `first` is the number of the first."""
        raise NotImplementedError

    async def recv(self) -> AudioFrame:
        loop = asyncio.get_running_loop()
        self._started = self._started or loop.time()
        await asyncio.sleep(max(0.0, self._started + self._sample / SAMPLE_RATE - loop.time()))
        frame = AudioFrame(format="s16", layout="mono", samples=FRAME_SAMPLES)
        frame.planes[0].update(self.said(self._sample))
        frame.sample_rate, frame.pts, frame.time_base = SAMPLE_RATE, self._sample, Fraction(1, SAMPLE_RATE)
        self._sample += FRAME_SAMPLES
        return frame


class Echo(Voice):
    """Says what it `hears`, a second later; silence as long as it has less than that."""

    def __init__(self) -> None:
        super().__init__()
        self._heard = bytearray()
        self._is_speaking = False

    def hear(self, samples: bytes) -> None:
        """Keeps at most twice the delay: a sender whose clock runs fast would make it grow for hours."""
        self._heard += samples
        if len(self._heard) > 2 * ECHO_BYTES:
            del self._heard[:-ECHO_BYTES]

    def said(self, first: int) -> bytes:
        size = FRAME_SAMPLES * SAMPLE_BYTES
        self._is_speaking = len(self._heard) >= (size if self._is_speaking else ECHO_BYTES)
        if not self._is_speaking:
            return bytes(size)
        samples = bytes(self._heard[:size])
        del self._heard[:size]
        return samples

    async def listen(self, track: MediaStreamTrack) -> None:
        """Hears the partner's track to its end."""
        resampler = AudioResampler(format="s16", layout="mono", rate=SAMPLE_RATE)
        with suppress(MediaStreamError):
            while True:
                frame = await track.recv()
                assert isinstance(frame, AudioFrame)
                for part in resampler.resample(frame):
                    self.hear(bytes(part.planes[0])[: part.samples * SAMPLE_BYTES])
