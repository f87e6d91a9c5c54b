import type { CallPhase } from "./types.js";

export interface CallFacts {
  isOver: boolean;
  hasMicrophone: boolean;
  /** Sound comes. */
  flows: boolean;
  everConnected: boolean;
  partnerPresent: boolean;
  partnerCame: boolean;
}

/** What the user hears decides: while sound comes, a lost socket of either side is no event. */
export function phaseOf(facts: CallFacts): CallPhase {
  if (facts.isOver) return "over";
  if (!facts.hasMicrophone) return "preparing";
  if (facts.flows) return "connected";
  if (!facts.partnerPresent) return facts.partnerCame ? "partner_away" : "waiting";
  return facts.everConnected ? "reconnecting" : "connecting";
}
