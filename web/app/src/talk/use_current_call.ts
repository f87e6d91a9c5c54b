import type { Call, CallSnapshot, Store } from "maru-client";
import { useStore } from "maru-react";
import { createContext, useContext } from "react";
import type { CurrentCall } from "./current_call.js";

const Context = createContext<CurrentCall | undefined>(undefined);
export const CurrentCallProvider = Context.Provider;

export function useCurrentCall(): CurrentCall {
  const current = useContext(Context);
  if (!current) throw new Error("There is no CurrentCallProvider.");
  return current;
}

const NO_CALL: Store<CallSnapshot | undefined> = {
  getSnapshot: () => undefined as Readonly<CallSnapshot | undefined>,
  subscribe: () => () => undefined,
};

export interface ShownCall {
  call: Call;
  now: Readonly<CallSnapshot>;
}

/** The call that goes on, or has just ended, with what it says now. */
export function useShownCall(): ShownCall | undefined {
  const { call } = useStore(useCurrentCall());
  const now = useStore<CallSnapshot | undefined>(call ?? NO_CALL);
  return call && now ? { call, now } : undefined;
}
