import { useI18n } from "../../i18n/use_i18n.js";
import type { Leaderboard } from "./model_board.js";

/** How often the model of the row won against the model of the column. The colour repeats the number. */
export function WinRateMap({ board: { models, win_rates, matches } }: { board: Leaderboard }) {
  const { t } = useI18n();
  return (
    <figure class="win-rates">
      <figcaption>
        <h2>{t("ranks.win_rates")}</h2>
        <p class="small muted">{t("ranks.win_rates_text")}</p>
      </figcaption>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by the keyboard */}
      <section class="win-rates-scroll" tabIndex={0} aria-label={t("ranks.win_rates")}>
        <table class="num">
          <thead>
            <tr>
              <td />
              {models.map((model, place) => (
                <th key={model.model_key} scope="col">
                  <abbr title={model.model_name}>{place + 1}</abbr>
                  <span class="visually-hidden">{model.model_name}</span>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {models.map((model, row) => (
              <tr key={model.model_key}>
                <th scope="row">
                  {row + 1} {model.model_name}
                </th>
                {models.map((other, column) => (
                  <Cell
                    key={other.model_key}
                    isSelf={row === column}
                    rate={win_rates[row]?.[column] ?? null}
                    votes={matches[row]?.[column] ?? 0}
                  />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </figure>
  );
}

function Cell({ isSelf, rate, votes }: { isSelf: boolean; rate: number | null; votes: number }) {
  const { t, percent } = useI18n();
  if (isSelf) return <td class="win-rate-self" />;
  if (rate === null) return <td class="muted">–</td>;
  const side = rate >= 0.5 ? "for" : "against";
  return (
    <td
      class={`win-rate win-rate-${side}`}
      style={{ "--share": `${Math.round(Math.abs(rate - 0.5) * 200)}%` }}
    >
      {percent(rate)}
      <small>{t("ranks.votes_of", { count: votes })}</small>
    </td>
  );
}
