/**
 * The line `o=` of a description (RFC 8866 5.2) names the RTCPeerConnection that made it, and counts its
 * descriptions. So a description says by itself whether the partner's connection is still the same one.
 */
const ORIGIN = /^o=\S+ (\S+) (\S+)/m;
const ANSWERED = "a=x-maru-answers:";

/** The same for all descriptions of one RTCPeerConnection. */
export function peerOf(sdp: string): string | undefined {
  return ORIGIN.exec(sdp)?.[1];
}

/** Another for each new offer. */
export function originOf(sdp: string): string | undefined {
  const found = ORIGIN.exec(sdp);
  return found ? `${found[1]}:${found[2]}` : undefined;
}

/** An answer that says which offer it answers: both sides may rebuild at once. Browsers ignore the line. */
export function withAnswered(answer: string, offer: string): string {
  return `${answer.trimEnd()}\r\n${ANSWERED}${originOf(offer) ?? ""}\r\n`;
}

/** Undefined when the partner is another program. */
export function answeredBy(answer: string): string | undefined {
  return answer
    .split(/\r?\n/)
    .find((line) => line.startsWith(ANSWERED))
    ?.slice(ANSWERED.length);
}
