"""What a page hears: the statistics of its connections, read ten times per second in the page itself.

`since` is a time.time(): browser and tests have one clock.
"""

import asyncio
from dataclasses import dataclass

from playwright.async_api import Page

AUDIBLE = "1e-3"  # energy in a tenth of a second; the tone has six times as much
SOUND_SECONDS = 20  # for what takes one or two: the machine may be busy

# Runs before the page's own scripts. Energy is summed over all connections: one that is built again counts
# from 0. Both microphones hear the same tone, which echo cancellation would take away, and noise suppression
# any even tone. So both are off here, unknown to the page.
LISTEN = """
(() => {
  const raw = { echoCancellation: false, noiseSuppression: false, autoGainControl: false };
  const ask = navigator.mediaDevices?.getUserMedia.bind(navigator.mediaDevices);
  if (ask) navigator.mediaDevices.getUserMedia = ({ audio, ...others }) =>
    ask({ ...others, audio: audio && { ...(audio === true ? {} : audio), ...raw } });
  const connections = new Map();
  const heard = [];
  window.RTCPeerConnection = new Proxy(window.RTCPeerConnection, {
    construct(target, given, as) {
      const made = Reflect.construct(target, given, as);
      connections.set(made, { energy: 0, packets: 0 });
      return made;
    },
  });
  const read = async (connection, last) => {
    const now = { energy: 0, packets: 0 };
    for (const entry of (await connection.getStats()).values()) {
      if (entry.type !== "inbound-rtp" || entry.kind !== "audio") continue;
      now.energy += entry.totalAudioEnergy ?? 0;
      now.packets += entry.packetsReceived ?? 0;
    }
    connections.set(connection, now);
    return { energy: now.energy - last.energy, packets: now.packets - last.packets };
  };
  // A connection whose receiver was made again counts from 0, too.
  const sum = (parts, name) => parts.reduce((all, part) => all + Math.max(0, part[name]), 0);
  const look = async () => {
    const open = [...connections].filter(([each]) => each.signalingState !== "closed");
    const parts = await Promise.all(open.map(([each, last]) => read(each, last)));
    heard.push({ at: Date.now(), energy: sum(parts, "energy"), packets: sum(parts, "packets") });
    setTimeout(look, 100);
  };
  window.__heard = heard;
  window.__signaling = () => [...connections.keys()].map((each) => each.signalingState);
  void look();
})();
"""

# Readings come late on a busy machine: one with sound covers the time since the one before.
SILENCE = """
(since) => {
  let [before, sounded, longest] = [since, since, 0];
  for (const { at, energy } of window.__heard) {
    if (at < since) continue;
    const isAudible = energy >= (AUDIBLE * Math.min(at - before, 1000)) / 100;
    longest = Math.max(longest, (isAudible ? before : at) - sounded);
    before = at;
    if (isAudible) sounded = at;
  }
  return longest;
}
""".replace("AUDIBLE", AUDIBLE)

HEARD = """
(since) => window.__heard.filter(({ at }) => at >= since)
  .reduce((all, now) => ({ energy: all.energy + now.energy, packets: all.packets + now.packets }),
          { energy: 0, packets: 0 })
"""


@dataclass(frozen=True)
class Heard:
    """Energy as WebRTC counts it (full scale for one second = 1), and RTP packets (50 per second)."""

    energy: float
    packets: int


async def heard(page: Page, since: float = 0) -> Heard:
    return Heard(**await page.evaluate(HEARD, since * 1000))


async def longest_silence(*pages: Page, since: float) -> float:
    """Seconds without sound from the partner, at the most, on any of the pages, between `since` and now."""
    silences = await asyncio.gather(*(page.evaluate(SILENCE, since * 1000) for page in pages))
    return float(max(silences)) / 1000


async def until_sound(page: Page, since: float = 0) -> float:
    """Waits until sound has come after `since` (any, by default); returns its time."""
    handle = await page.wait_for_function(
        f"(since) => window.__heard.find(({{ at, energy }}) => at > since && energy >= {AUDIBLE})?.at",
        arg=since * 1000,
        timeout=SOUND_SECONDS * 1000,
    )
    return float(await handle.json_value()) / 1000


async def both_hear(one: Page, other: Page) -> None:
    """Sound comes to both, and goes on."""
    await asyncio.gather(until_sound(one), until_sound(other))
    first = await asyncio.gather(heard(one), heard(other))
    await asyncio.sleep(1)
    second = await asyncio.gather(heard(one), heard(other))
    for before, after in zip(first, second, strict=True):
        assert after.energy > before.energy, f"the sound stopped: {before}, {after}"


async def signaling(page: Page) -> str:
    """The state of negotiation of the newest connection."""
    return str(await page.evaluate("window.__signaling().at(-1)"))
