import type { ComponentChildren } from "preact";

const RADIUS = 76;
const LENGTH = 2 * Math.PI * RADIUS;

/** A ring of which `share`, 1 to 0, is still full. */
export function Ring({ share, children }: { share: number; children: ComponentChildren }) {
  return (
    <div class="ring" role="timer">
      <svg viewBox="0 0 168 168" aria-hidden="true">
        <circle class="ring-track" cx="84" cy="84" r={RADIUS} />
        <circle
          class="ring-left"
          cx="84"
          cy="84"
          r={RADIUS}
          stroke-dasharray={LENGTH}
          stroke-dashoffset={LENGTH * (1 - share)}
        />
      </svg>
      <p>{children}</p>
    </div>
  );
}
