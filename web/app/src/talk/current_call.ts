import type { Call, Maru, Store } from "maru-client";
import { readKept, writeKept } from "../state/kept.js";
import { createHearing, type Hearing } from "./hearing.js";

const MICROPHONE = "maru.microphone";

export interface CurrentCall extends Store<CurrentCallSnapshot> {
  readonly hearing: Hearing;
  /** From now on, what the server says of a call is entered. Opens the connection for finding a partner. */
  follow(): void;
  /** Enters the same room again, after another tab took it. */
  again(): void;
  /** The user has seen how it ended. */
  forget(): void;
  setBlocked(): void;
}

export interface CurrentCallSnapshot {
  /** This page has the connection for finding a partner. */
  isFollowing?: boolean | undefined;
  /** The call that goes on, or the last one until the user has seen its end. */
  call?: Call | undefined;
  /** The user has blocked the partner from this call. */
  hasBlocked?: boolean | undefined;
}

/** The call outlives the page that shows it: it goes on while the user looks at another one. */
export function createCurrentCall(maru: Maru): CurrentCall {
  const listeners = new Set<() => void>();
  const hearing = createHearing();
  let snapshot: CurrentCallSnapshot = {};
  let room: string | undefined;
  let stopListening = (): void => undefined;

  function show(next: CurrentCallSnapshot): void {
    snapshot = next;
    for (const listener of [...listeners]) listener();
  }

  function enter(call: Call): void {
    stopListening();
    room = call.room;
    stopListening = call.subscribe(() => hearing.play(call.remoteStream));
    show({ isFollowing: snapshot.isFollowing, call });
    call.start({ microphone: chosenMicrophone() }).catch(() => undefined); // its snapshot has the error
  }

  function look(): void {
    const { call: info, status } = maru.match().getSnapshot();
    if (info && status === "in_room" && info.room !== room) enter(maru.call(info.room, info));
  }

  function forget(): void {
    stopListening();
    hearing.play(undefined);
    show({ isFollowing: snapshot.isFollowing });
  }

  maru.session.subscribe(() => {
    if (maru.session.getSnapshot().status === "guest") forget();
  });

  return {
    hearing,
    getSnapshot: () => snapshot,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    follow: () => {
      if (snapshot.isFollowing) return;
      show({ ...snapshot, isFollowing: true });
      maru.match().subscribe(look);
      look();
    },
    again: () => {
      if (snapshot.call) enter(maru.call(snapshot.call.room, { ...snapshot.call.getSnapshot() }));
    },
    forget,
    setBlocked: () => show({ ...snapshot, hasBlocked: true }),
  };
}

export function chosenMicrophone(): string | undefined {
  return readKept(MICROPHONE) || undefined;
}

export function chooseMicrophone(deviceId: string): void {
  writeKept(MICROPHONE, deviceId);
}
