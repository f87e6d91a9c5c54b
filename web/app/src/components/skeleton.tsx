import { useI18n } from "../i18n/use_i18n.js";

/** The place of what is loading; `lines` as long as what comes. */
export function Skeleton({ lines = 3 }: { lines?: number }) {
  const { t } = useI18n();
  return (
    <div class="skeleton" role="status">
      <span class="visually-hidden">{t("app.loading")}</span>
      {Array.from({ length: lines }, (_, line) => (
        <span key={line} class="skeleton-line" />
      ))}
    </div>
  );
}
