import { dataOf, type ImageCommunity } from "maru-client";
import { useMaru } from "maru-react";
import { useCallback } from "react";
import { Empty } from "../../components/empty.js";
import { Problem } from "../../components/problem.js";
import { Skeleton } from "../../components/skeleton.js";
import { useI18n } from "../../i18n/use_i18n.js";
import { useLoaded } from "../../state/use_loaded.js";
import { Interval, type Rating, type Scale, scaleOf } from "./interval.js";
import { RankedImage } from "./ranked_image.js";

type Row = ImageCommunity["schemas"]["RatedImage"];

const LIMIT = 50;

/** Images by what the votes of the arena say of them. */
export function ImageBoard() {
  const { t } = useI18n();
  const { images } = useMaru();
  const load = useCallback(
    () => dataOf(images.GET("/api/v1/tournaments/rankings", { params: { query: { limit: LIMIT } } })),
    [images],
  );
  const { data, error, reload } = useLoaded(load);
  if (error) return <Problem error={error} retry={reload} />;
  if (!data) return <Skeleton lines={6} />;
  if (data.rankings.length === 0) {
    return <Empty text={t("ranks.images_empty")} href="/arena" action={t("ranks.to_arena")} />;
  }
  const ratings = data.rankings.map(ratingOf).filter((rating) => rating !== undefined);
  const scale = scaleOf(ratings);
  return (
    <section aria-label={t("ranks.images")} class="board">
      <p class="muted">{t("ranks.images_text")}</p>
      <ol class="ranked-list">
        {data.rankings.map((row) => (
          <RankedImage key={row.image.id} rank={row.rank} image={row.image}>
            <Numbers row={row} scale={scale} />
          </RankedImage>
        ))}
      </ol>
      <p class="small muted num">{t("ranks.shown", { shown: data.rankings.length, total: data.total })}</p>
    </section>
  );
}

function Numbers({ row, scale }: { row: Row; scale: Scale }) {
  const { t } = useI18n();
  const rating = ratingOf(row);
  return (
    <>
      {rating ? <Interval {...rating} scale={scale} /> : <p class="small">{t("ranks.no_rating")}</p>}
      <p class="small muted num">
        {t("ranks.record", { wins: row.win_count, losses: row.loss_count })}
        {rating && row.provisional && ` ${t("ranks.provisional", { count: row.matches })}`}
      </p>
    </>
  );
}

function ratingOf({ rating, rating_low: low, rating_high: high }: Row): Rating | undefined {
  return rating === null || low === null || high === null ? undefined : { rating, low, high };
}
