import { dataOf } from "maru-client";
import { useMaru } from "maru-react";
import { useCallback } from "react";
import { Empty } from "../../components/empty.js";
import { Problem } from "../../components/problem.js";
import { Skeleton } from "../../components/skeleton.js";
import { useI18n } from "../../i18n/use_i18n.js";
import { useLoaded } from "../../state/use_loaded.js";
import { AsOf } from "./as_of.js";
import { RankedImage } from "./ranked_image.js";

const LIMIT = 50;

/** Likes and wins of the last 24 hours, exactly as of the time that is shown. */
export function DayBoard() {
  const { t } = useI18n();
  const { images } = useMaru();
  const load = useCallback(async () => {
    const query = { limit: LIMIT };
    const answer = images.GET("/api/v1/images/feed/top-24h", { params: { query } });
    const rows = await dataOf(answer);
    return { rows, asOf: (await answer).response.headers.get("X-Maru-As-Of") };
  }, [images]);
  const { data, error, reload } = useLoaded(load);
  if (error) return <Problem error={error} retry={reload} />;
  if (!data) return <Skeleton lines={6} />;
  return (
    <section aria-label={t("ranks.day")} class="board">
      <p class="muted">{t("ranks.day_text")}</p>
      {data.rows.length === 0 ? (
        <Empty text={t("ranks.day_empty")} href="/images" action={t("ranks.to_images")} />
      ) : (
        <ol class="ranked-list">
          {data.rows.map((row) => (
            <RankedImage key={row.id} rank={row.rank} image={row}>
              <p class="num ranked-score">
                <strong>{t("ranks.score", { count: row.total_score })}</strong>{" "}
                <span class="small muted">
                  {t("ranks.score_parts", { likes: row.like_count_24h, wins: row.win_count_24h })}
                </span>
              </p>
            </RankedImage>
          ))}
        </ol>
      )}
      <AsOf at={data.asOf} />
    </section>
  );
}
