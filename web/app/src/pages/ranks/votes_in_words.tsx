import { useI18n } from "../../i18n/use_i18n.js";
import type { Leaderboard } from "./model_board.js";

const REASONS = [
  "unnamed_model",
  "same_model",
  "rare_model",
  "over_daily_cap",
  "disabled_voter",
  "deleted_voter",
] as const;

/** Which votes count, which do not and why, and who is not shown yet: what the numbers are worth. */
export function VotesInWords({ board }: { board: Leaderboard }) {
  const { t, percent } = useI18n();
  const { votes, hidden_models: hidden, votes_missing: missing, min_votes, position_bias: bias } = board;
  const leftOut = REASONS.filter((reason) => votes.left_out[reason] > 0);
  return (
    <div class="board-words small muted">
      {hidden > 0 && (
        <p>
          {t("ranks.hidden_models", { count: hidden, least: min_votes })}
          {missing !== null && ` ${t("ranks.votes_missing", { count: missing })}`}
        </p>
      )}
      <p>{t("ranks.votes", { counted: votes.counted, all: votes.in_all })}</p>
      {leftOut.length > 0 && (
        <ul class="left-out">
          {leftOut.map((reason) => (
            <li key={reason}>
              {t(`leftout.${reason}`, { count: votes.left_out[reason], cap: votes.daily_cap })}
            </li>
          ))}
        </ul>
      )}
      {bias.left_share !== null && bias.low !== null && bias.high !== null && (
        <p>
          {t("ranks.position_bias", {
            share: percent(bias.left_share),
            low: percent(bias.low),
            high: percent(bias.high),
          })}
        </p>
      )}
    </div>
  );
}
