import type { MatchServer } from "../generated/frames.js";

type Frame<T extends MatchServer["type"]> = Extract<MatchServer, { type: T }>;

/** What `state` says of a call; older servers send only `room`. */
export interface CallFields {
  room: string;
  match_id: string;
  partner: string;
  partner_age: number;
  partner_gender: "male" | "female";
  ends_at: string;
}

export type StateFrame = Frame<"state"> & { call?: CallFields };
export type MatchFrame = Exclude<MatchServer, { type: "state" }> | StateFrame;
export type OfferFields = NonNullable<StateFrame["offer"]>;
export type { Frame };
