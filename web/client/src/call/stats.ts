/** What one reading of `getStats` says. */
export interface Reading {
  /** Packets of the partner's sound. */
  packets: number;
  /** Answers to ICE's checks, on all paths. */
  responses: number;
  /** Loudness, 0 to 1. */
  mine: number;
  partner: number;
}

type Entry = Record<string, unknown> & { type?: string; kind?: string };

export async function readStats(peer: RTCPeerConnection): Promise<Reading> {
  return readingOf((await peer.getStats()) as unknown as { forEach(visit: (entry: Entry) => void): void });
}

export function readingOf(report: { forEach(visit: (entry: Entry) => void): void }): Reading {
  const reading: Reading = { packets: 0, responses: 0, mine: 0, partner: 0 };
  report.forEach((entry) => {
    if (entry.type === "inbound-rtp" && entry.kind === "audio") {
      reading.packets += count(entry.packetsReceived);
      reading.partner = Math.max(reading.partner, count(entry.audioLevel));
    } else if (entry.type === "media-source" && entry.kind === "audio") {
      reading.mine = Math.max(reading.mine, count(entry.audioLevel));
    } else if (entry.type === "candidate-pair") reading.responses += count(entry.responsesReceived);
  });
  return reading;
}

function count(value: unknown): number {
  return typeof value === "number" ? value : 0;
}
