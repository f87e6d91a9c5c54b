import { useEffect, useMemo } from "react";
import { clock } from "../../i18n/format.js";
import { useI18n } from "../../i18n/use_i18n.js";
import { useNow } from "../../state/now.js";
import { isOver, type Match, timeOf } from "./matches.js";

/** How long the pair can be judged. Then another comes: the server would not take the vote. */
export function TimeLeft({ match, onOver }: { match: Match; onOver: () => void }) {
  const { t } = useI18n();
  const now = useNow();
  const seconds = Math.ceil((timeOf(match) - now) / 1000);
  // Over when it comes: this device's clock is wrong. Then there is no time to show, and the server decides.
  const isClockWrong = useMemo(() => isOver(match), [match]);
  const isTimeUp = seconds <= 0 && !isClockWrong;
  useEffect(() => {
    if (isTimeUp) onOver();
  }, [isTimeUp, onOver]);
  if (!Number.isFinite(seconds) || seconds <= 0) return null;
  return (
    <p class="arena-time num" role="timer">
      {t("arena.time_left", { time: clock(seconds) })}
    </p>
  );
}
