import { useEffect, useRef } from "react";

/** Enter or A accepts, Escape or N does not. By the key's place: A is ㅁ on a Korean keyboard. */
export function useOfferKeys(isOpen: boolean, accept: () => void, reject: () => void): void {
  const actions = useRef({ accept, reject });
  actions.current = { accept, reject };
  useEffect(() => {
    if (!isOpen) return;
    const pressed = (event: KeyboardEvent) => {
      const action = actionOf(event);
      if (!action) return;
      event.preventDefault();
      actions.current[action]();
    };
    addEventListener("keydown", pressed);
    return () => removeEventListener("keydown", pressed);
  }, [isOpen]);
}

export function actionOf(event: {
  code: string;
  repeat: boolean;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  target: unknown;
}): "accept" | "reject" | undefined {
  if (event.repeat || event.ctrlKey || event.metaKey || event.altKey) return undefined;
  if (event.code === "KeyA") return "accept";
  if (event.code === "KeyN" || event.code === "Escape") return "reject";
  const isControl = (event.target as Partial<Element> | null)?.closest?.("button, a, input, select");
  return event.code === "Enter" && !isControl ? "accept" : undefined; // a button in focus does its own
}
