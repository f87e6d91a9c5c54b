import type { Listening } from "../call/listening.js";
import { MaruError } from "../problem/error.js";
import { createStore } from "../store.js";
import type { Microphone, MicrophoneSnapshot } from "./types.js";

export type LoadListen = () => Promise<
  (deviceId: string | undefined, heard: (level: number) => void) => Promise<Listening>
>;

export function createMicrophone(load: LoadListen): Microphone {
  const store = createStore<MicrophoneSnapshot>({ status: "closed", level: 0 });
  let listening: Listening | undefined;
  let attempt = 0; // what an earlier one brings is closed

  function stop(): void {
    attempt += 1;
    listening?.close();
    listening = undefined;
  }

  async function open(deviceId: string | undefined): Promise<boolean> {
    stop();
    const mine = attempt;
    store.update({ status: "asking", error: undefined, level: 0 });
    try {
      const listen = await load();
      const opened = await listen(deviceId, (level) => {
        if (mine === attempt) store.update({ level });
      });
      if (mine !== attempt) {
        opened.close();
        return false;
      }
      listening = opened;
      store.update({ status: "open", device: opened.device, permission: "granted" });
      return true;
    } catch (cause) {
      const error =
        cause instanceof MaruError
          ? cause
          : new MaruError("microphone_failed", "The microphone failed.", { cause });
      if (mine === attempt) store.update({ status: "failed", error });
      return false;
    }
  }

  void followPermission((permission) => {
    store.update({ permission });
  });

  return {
    getSnapshot: store.getSnapshot,
    subscribe: store.subscribe,
    open,
    close: () => {
      stop();
      store.update({ status: "closed", level: 0, device: undefined, error: undefined });
    },
  };
}

async function followPermission(changed: (state: PermissionState) => void): Promise<void> {
  try {
    const permission = await navigator.permissions.query({ name: "microphone" });
    const say = (): void => {
      changed(permission.state);
    };
    permission.onchange = say;
    say();
  } catch {
    // This browser does not tell.
  }
}
