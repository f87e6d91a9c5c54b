import { useI18n } from "../../i18n/use_i18n.js";

/** The lowest and the highest rating that a board shows. */
export type Scale = readonly [low: number, high: number];

export interface Rating {
  rating: number;
  low: number;
  high: number;
}

/** A scale on which each of these has its place; wider by a little at both ends. */
export function scaleOf(ratings: readonly Rating[]): Scale {
  const low = Math.min(...ratings.map((each) => each.low));
  const high = Math.max(...ratings.map((each) => each.high));
  const margin = Math.max(1, (high - low) * 0.03);
  return [low - margin, high + margin];
}

/** Where a rating lies on the scale: from 0 to 100. */
export function shareOf([from, to]: Scale, rating: number): number {
  return ((rating - from) / (to - from)) * 100;
}

/** A rating as a point, and its 95 % interval as a bar. The same is said in words. */
export function Interval({ rating, low, high, scale }: Rating & { scale: Scale }) {
  const { t, number } = useI18n();
  const at = (value: number) => `${shareOf(scale, value).toFixed(2)}%`;
  const rounded = { rating: Math.round(rating), low: Math.round(low), high: Math.round(high) };
  return (
    <div class="interval">
      <div class="interval-track" aria-hidden="true">
        <div class="interval-bar" style={{ left: at(low), right: `calc(100% - ${at(high)})` }} />
        <div class="interval-point" style={{ left: at(rating) }} />
      </div>
      <p class="num small">
        <strong>{number(rounded.rating)}</strong>{" "}
        <span class="muted">{t("ranks.interval", { low: rounded.low, high: rounded.high })}</span>
      </p>
    </div>
  );
}
