import { useEffect, useRef } from "react";

/** A key that comes sooner was meant for what was here before (WCAG 2.1.4). */
export const DEAF_MS = 700;

interface Answers {
  /** Undefined: it cannot be given now. */
  accept: (() => void) | undefined;
  reject: (() => void) | undefined;
}

/** Enter accepts, Escape does not. Not while `isOn` is false, and not before one can have seen the offer. */
export function useOfferKeys(isOn: boolean, answers: Answers): void {
  const current = useRef(answers);
  current.current = answers;
  useEffect(() => {
    if (!isOn) return;
    const shownAt = performance.now();
    const pressed = (event: KeyboardEvent) => {
      const answer = answerOf(event, performance.now() - shownAt);
      const run = answer && current.current[answer];
      if (!run) return;
      event.preventDefault();
      run();
    };
    addEventListener("keydown", pressed);
    return () => removeEventListener("keydown", pressed);
  }, [isOn]);
}

export function answerOf(
  event: {
    code: string;
    repeat: boolean;
    ctrlKey: boolean;
    metaKey: boolean;
    altKey: boolean;
    target: unknown;
  },
  shownForMs: number,
): keyof Answers | undefined {
  if (shownForMs < DEAF_MS || event.repeat) return undefined;
  if (event.ctrlKey || event.metaKey || event.altKey) return undefined;
  if (event.code === "Escape") return "reject";
  const isControl = (event.target as Partial<Element> | null)?.closest?.(
    "button, a, input, select, textarea",
  );
  return event.code === "Enter" && !isControl ? "accept" : undefined; // a button in focus does its own
}
