import type { CallInfo } from "../match/types.js";
import { MaruError } from "../problem/error.js";
import { errorFromFailure } from "../problem/from_response.js";
import { createStore } from "../store.js";
import type { Engine, EngineContext } from "./engine.js";
import { sayBye } from "./farewell.js";
import type { Call, CallSnapshot } from "./types.js";

export type LoadEngine = () => Promise<(context: EngineContext) => Engine>;

const SILENCE = { mine: 0, partner: 0 };

/** The call as pages see it, whose engine is loaded with the first start. */
export function createCall(
  info: CallInfo,
  context: Omit<EngineContext, "store" | "room">,
  load: LoadEngine,
): Call {
  const initial: CallSnapshot = { ...info, phase: "preparing", muted: false, levels: SILENCE };
  const store = createStore<CallSnapshot>(initial);
  let engine: Engine | undefined;
  let session = 0; // what began before detach() is void

  /** Runs what may fail for want of a microphone. The snapshot has the error until the next attempt. */
  async function shown(work: () => Promise<void>): Promise<void> {
    store.update({ error: undefined });
    try {
      await work();
    } catch (cause) {
      const error = errorFromFailure(cause);
      store.update({ error });
      throw error;
    }
  }

  async function start(deviceId: string | undefined): Promise<void> {
    if (typeof RTCPeerConnection === "undefined") {
      throw new MaruError("webrtc_unsupported", "This browser has no WebRTC.");
    }
    const mine = session;
    const createEngine = await load();
    if (mine !== session || store.getSnapshot().phase === "over") return;
    engine ??= createEngine({ ...context, room: info.room, store });
    await engine.start(deviceId);
  }

  /** The code of calls is not here, or may be lost: the server still learns that the call is over. */
  function hangUpWithoutEngine(): void {
    if (store.getSnapshot().phase === "over") return;
    store.update({ phase: "over", endedBecause: "you_hung_up", error: undefined });
    sayBye(info.room, context.address, context.left);
  }

  return {
    room: info.room,
    getSnapshot: store.getSnapshot,
    subscribe: store.subscribe,
    get remoteStream() {
      return store.getSnapshot().remoteStream;
    },
    start: ({ microphone } = {}) => shown(() => start(microphone)),
    mute: (muted) => {
      store.update({ muted });
      engine?.mute(muted);
    },
    setMicrophone: async (deviceId) => {
      const running = engine;
      if (!running) throw new MaruError("not_connected", "The call has not started.");
      await shown(() => running.setMicrophone(deviceId));
    },
    hangUp: () => {
      if (engine) engine.hangUp();
      else hangUpWithoutEngine();
    },
    detach: () => {
      session += 1;
      if (store.getSnapshot().phase === "over") return;
      engine?.detach();
      engine = undefined;
      store.set({ ...initial, muted: store.getSnapshot().muted });
    },
  };
}
