import { dataOf, type ImageCommunity } from "maru-client";
import { useMaru } from "maru-react";
import { useCallback } from "react";
import { Link } from "wouter-preact";
import { Empty } from "../../components/empty.js";
import { Problem } from "../../components/problem.js";
import { Skeleton } from "../../components/skeleton.js";
import { useI18n } from "../../i18n/use_i18n.js";
import { useLoaded } from "../../state/use_loaded.js";
import { AsOf } from "./as_of.js";
import { Interval, scaleOf } from "./interval.js";
import { VotesInWords } from "./votes_in_words.js";
import { WinRateMap } from "./win_rate_map.js";

export type Leaderboard = ImageCommunity["schemas"]["ModelLeaderboard"];

/** Models by what the votes on their images say of them. */
export function ModelBoard() {
  const { t } = useI18n();
  const { images } = useMaru();
  const load = useCallback(() => dataOf(images.GET("/api/v1/leaderboards/models")), [images]);
  const { data, error, reload } = useLoaded(load);
  if (error) return <Problem error={error} retry={reload} />;
  if (!data) return <Skeleton lines={6} />;
  return (
    <section aria-label={t("ranks.models")} class="board">
      {data.models.length === 0 ? (
        <Empty
          text={t("ranks.models_empty", { count: data.min_votes })}
          href="/arena"
          action={t("ranks.to_arena")}
        />
      ) : (
        <Models board={data} />
      )}
      <VotesInWords board={data} />
      <AsOf at={data.as_of} />
    </section>
  );
}

function Models({ board }: { board: Leaderboard }) {
  const { t } = useI18n();
  const models = board.models.map((model) => ({
    ...model,
    low: model.rating_low,
    high: model.rating_high,
  }));
  const scale = scaleOf(models);
  return (
    <>
      <p class="muted">{t("ranks.models_text")}</p>
      <ol class="ranked-list">
        {models.map(({ rank, model_key, model_name, rating, low, high, wins, losses }) => (
          <li key={model_key} class="ranked ranked-model">
            <span class="ranked-place num">{rank}</span>
            <div class="ranked-text">
              <Link href={`/images?model=${encodeURIComponent(model_key)}`} class="ranked-prompt">
                {model_name}
              </Link>
              <Interval rating={rating} low={low} high={high} scale={scale} />
              <p class="small muted num">{t("ranks.record", { wins, losses })}</p>
            </div>
          </li>
        ))}
      </ol>
      <p class="small muted">{t("ranks.models_rule")}</p>
      {models.length > 1 && <WinRateMap board={board} />}
    </>
  );
}
