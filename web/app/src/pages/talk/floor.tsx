const MOST = 24;

/** Everybody who waits as a dot on the floor: you, who fits, and the others. The numbers beside it say the same. */
export function Floor({ waiting, fitting }: { waiting: number; fitting: number }) {
  const others = Math.min(MOST, Math.max(0, waiting - 1));
  return (
    <svg class="floor" viewBox="0 0 720 120" preserveAspectRatio="xMidYMid slice" aria-hidden="true">
      {Array.from({ length: 9 }, (_, board) => (
        <line key={board} class="board" x1={board * 90} x2={board * 90} y1="0" y2="120" />
      ))}
      {Array.from({ length: others }, (_, place) => (
        <circle
          key={place}
          class={place < fitting ? "dot dot-fits" : "dot"}
          cx={spot(place).x}
          cy={spot(place).y}
          r="7"
        />
      ))}
      <circle class="pulse" cx="360" cy="60" r="9" />
      <circle class="dot-me" cx="360" cy="60" r="9" />
    </svg>
  );
}

/** Spread evenly and without a pattern: multiples of the golden ratio. The middle is yours. */
function spot(place: number): { x: number; y: number } {
  const x = ((place + 1) * 0.618034) % 1;
  const y = ((place + 1) * 0.754878) % 1;
  const across = 24 + x * 624;
  return { x: across > 312 ? across + 48 : across, y: 20 + y * 80 };
}
