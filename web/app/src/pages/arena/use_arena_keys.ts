import { useEffect, useRef } from "react";

export interface Keys {
  left: () => void;
  right: () => void;
  skip: () => void;
}

/** ← and → choose, S skips. By place on the keyboard, so that it works in every layout. */
const KEYS: Record<string, keyof Keys> = { ArrowLeft: "left", ArrowRight: "right", KeyS: "skip" };

export function useArenaKeys(keys: Keys): void {
  const current = useRef(keys);
  current.current = keys;
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      const key = keyOf(event);
      if (!key) return;
      event.preventDefault();
      current.current[key]();
    };
    addEventListener("keydown", pressed);
    return () => removeEventListener("keydown", pressed);
  }, []);
}

export function keyOf(
  event: Pick<KeyboardEvent, "code" | "repeat" | "ctrlKey" | "metaKey" | "altKey" | "shiftKey"> & {
    target: unknown;
  },
): keyof Keys | undefined {
  if (event.repeat || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return undefined;
  // Those use the keys themselves.
  const isTaken = (event.target as Partial<Element> | null)?.closest?.("input, select, textarea, dialog");
  return isTaken ? undefined : KEYS[event.code];
}
