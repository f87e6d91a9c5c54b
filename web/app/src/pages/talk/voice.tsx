import type { ComponentChildren, CSSProperties } from "preact";

interface VoiceProps {
  letter: string;
  /** 0 to 1. */
  level: number;
  isLarge?: boolean;
  /** No voice comes from there now. */
  isCalm: boolean;
  /** What is to be said about it, in words. */
  children: ComponentChildren;
}

/** A person as a circle that breathes with the voice. */
export function Voice({ letter, level, isLarge = false, isCalm, children }: VoiceProps) {
  // Voices reach about 0.3; the root shows quiet ones, too.
  const breath = { "--breath": isCalm ? 0 : Math.min(1, Math.sqrt(level * 2)).toFixed(2) } as CSSProperties;
  const classes = ["voice", isLarge && "voice-large", isCalm && "voice-calm"].filter(Boolean).join(" ");
  return (
    <div class={classes}>
      <div class="voice-circle" style={breath} aria-hidden="true">
        {letter}
      </div>
      <p class="small muted voice-words">{children}</p>
    </div>
  );
}
