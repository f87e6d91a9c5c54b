import type { Call, Maru, Store } from "maru-client";
import { type Arrival, arrivalOf } from "./arrival.js";
import { chosenMicrophone, forgetUnlessOpened } from "./chosen_microphone.js";
import { createHearing, type Hearing } from "./hearing.js";
import { keepMuted, wasMuted } from "./muting.js";
import { keepSince } from "./since.js";

export interface CurrentCall extends Store<CurrentCallSnapshot> {
  readonly hearing: Hearing;
  /**
   * From now on, until another user is here, what the server says of a call is entered. Opens the connection for
   * finding a partner.
   */
  follow(): void;
  /** Opens the microphone again after a failure. */
  retry(): void;
  /** Enters the same room again, after another tab took it. */
  again(): void;
  /** Enters the room in which the server says the user is. */
  comeBack(): void;
  /** The user has seen how it ended. */
  forget(): void;
  setBlocked(): void;
  /** How the last offer found the user. */
  arrival(): Arrival | undefined;
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
  let arrival: Arrival | undefined;
  let userId = maru.session.getSnapshot().user?.id;
  let stopListening = (): void => undefined;
  let stopFollowing = (): void => undefined;

  function show(next: CurrentCallSnapshot): void {
    snapshot = next;
    for (const listener of [...listeners]) listener();
  }

  function start(call: Call): void {
    call.start({ microphone: chosenMicrophone() }).then(
      () => forgetUnlessOpened(call.getSnapshot().microphone),
      () => undefined, // its snapshot has the error
    );
  }

  function enter(call: Call): void {
    stopListening();
    room = call.room;
    if (wasMuted(room)) call.mute(true);
    stopListening = call.subscribe(() => {
      const { connectedAt, muted, remoteStream } = call.getSnapshot();
      keepMuted(call.room, muted);
      if (connectedAt !== undefined) keepSince(call.room, connectedAt);
      hearing.play(remoteStream);
    });
    show({ isFollowing: snapshot.isFollowing, call });
    start(call);
  }

  function look(): void {
    const { call: info, status, offer } = maru.match().getSnapshot();
    if (offer && offer.id !== arrival?.offerId) arrival = arrivalOf(offer.id, document.activeElement);
    if (info && status === "in_room" && info.room !== room) enter(maru.call(info.room, info));
  }

  function forget(): void {
    stopListening();
    hearing.play(undefined);
    show({ isFollowing: snapshot.isFollowing });
  }

  /** Of the user who is gone. The next one enters no call before the page of calls asks for it. */
  function reset(): void {
    stopFollowing();
    snapshot.call?.hangUp();
    room = undefined;
    snapshot = {};
    forget();
  }

  maru.session.subscribe(() => {
    const { user, status } = maru.session.getSnapshot();
    if (status === "starting" || user?.id === userId) return;
    userId = user?.id;
    reset();
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
      stopFollowing = maru.match().subscribe(look);
      look();
    },
    retry: () => {
      if (snapshot.call) start(snapshot.call);
    },
    again: () => {
      if (snapshot.call) enter(maru.call(snapshot.call.room, { ...snapshot.call.getSnapshot() }));
    },
    comeBack: () => {
      const { call: info } = maru.match().getSnapshot();
      if (info) enter(maru.call(info.room, info));
    },
    forget,
    setBlocked: () => show({ ...snapshot, hasBlocked: true }),
    arrival: () => arrival,
  };
}
