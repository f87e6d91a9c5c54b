import type {
  Call,
  CallInfo,
  CallSnapshot,
  Match,
  MatchSnapshot,
  Microphone,
  MicrophoneSnapshot,
  Session,
  SessionSnapshot,
  Store,
} from "maru-client";
import { useMemo, useSyncExternalStore } from "react";
import { useMaru } from "./context.js";

/** The snapshot of any store, and another render after each change. */
export function useStore<S>(store: Store<S>): Readonly<S> {
  return useSyncExternalStore(store.subscribe, store.getSnapshot, store.getSnapshot);
}

/** What a store holds and what it can do, in one object: `const { status, logIn } = useSession()`. */
function useBoth<S extends object, T extends Store<S>>(store: T): Readonly<S> & T {
  const snapshot = useStore<S>(store);
  return useMemo(() => ({ ...store, ...snapshot }), [store, snapshot]);
}

export function useSession(): Readonly<SessionSnapshot> & Session {
  return useBoth<SessionSnapshot, Session>(useMaru().session);
}

/** Opens the connection for finding a partner; it stays open when the component goes. */
export function useMatch(): Readonly<MatchSnapshot> & Match {
  return useBoth<MatchSnapshot, Match>(useMaru().match());
}

/**
 * The call of `info.room`. It goes on when the component goes: `detach()` or `hangUp()` ends it. The same call is
 * returned until `info.room` changes, also after its end, so that the page can say why it ended.
 */
export function useCall(info: CallInfo): Readonly<CallSnapshot> & Call {
  const maru = useMaru();
  // biome-ignore lint/correctness/useExhaustiveDependencies: only the room tells calls apart
  const call = useMemo(() => maru.call(info.room, info), [maru, info.room]);
  return useBoth<CallSnapshot, Call>(call);
}

/** The try of the microphone before a call. It goes on when the component goes: `close()` ends it. */
export function useMicrophone(): Readonly<MicrophoneSnapshot> & Microphone {
  return useBoth<MicrophoneSnapshot, Microphone>(useMaru().microphone());
}
