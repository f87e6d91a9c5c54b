import { useI18n } from "../i18n/use_i18n.js";

const HEIGHTS = ["tall", "square", "wide", "square", "tall", "wide", "square", "tall"] as const;

/** The place of images that are loading. */
export function GallerySkeleton() {
  const { t } = useI18n();
  return (
    <div class="gallery-skeleton" role="status">
      <span class="visually-hidden">{t("app.loading")}</span>
      {HEIGHTS.map((height, place) => (
        <div key={place} class={`skeleton-line skeleton-${height}`} aria-hidden="true" />
      ))}
    </div>
  );
}
