import { useEffect, useState } from "react";
import { clock } from "../../i18n/format.js";
import { useI18n } from "../../i18n/use_i18n.js";
import { useNow } from "../../state/now.js";
import { type Match, timeOf } from "./matches.js";

/** How long the pair can be judged. Then another comes: the server would not take the vote. */
export function TimeLeft({ match, onOver }: { match: Match; onOver: () => void }) {
  const { t } = useI18n();
  const now = useNow();
  const seconds = Math.ceil((timeOf(match) - now) / 1000);
  // A match that is over when it comes means that this device's clock is wrong: then there is no time to show.
  const [wrong, setWrong] = useState<string>();
  useEffect(() => {
    setWrong(timeOf(match) <= Date.now() ? match.match_id : undefined);
  }, [match]);
  const isOver = seconds <= 0 && wrong !== match.match_id;
  useEffect(() => {
    if (isOver) onOver();
  }, [isOver, onOver]);
  if (!Number.isFinite(seconds) || seconds <= 0) return null;
  return (
    <p class="arena-time num muted" role="timer">
      {t("arena.time_left", { time: clock(seconds) })}
    </p>
  );
}
