import { useEffect, useRef } from "react";

export interface Keys {
  left: () => void;
  right: () => void;
  skip: () => void;
}

/** ← and → choose, S skips; in a Korean layout the same key is ㄴ. */
const KEYS: Record<string, keyof Keys> = {
  ArrowLeft: "left",
  ArrowRight: "right",
  s: "skip",
  S: "skip",
  ㄴ: "skip",
};

/** Only while the focus is in the arena, or nowhere: single letters are for other things elsewhere (WCAG 2.1.4). */
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
  event: Pick<KeyboardEvent, "key" | "repeat" | "ctrlKey" | "metaKey" | "altKey"> & { target: unknown },
): keyof Keys | undefined {
  if (event.repeat || event.ctrlKey || event.metaKey || event.altKey) return undefined;
  const target = event.target as Partial<Element> | null;
  const isHere = target?.matches?.("body") || target?.closest?.(".arena");
  return isHere ? KEYS[event.key] : undefined;
}
