import { useI18n } from "../../i18n/use_i18n.js";

/** @param level from 0 to 1 */
export function LevelMeter({ level }: { level: number }) {
  const { t } = useI18n();
  return (
    // biome-ignore lint/a11y/useSemanticElements: the browsers' <meter> takes no style of ours
    <div
      class="level"
      role="meter"
      aria-label={t("mic.level")}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.round(level * 100)}
    >
      <div style={{ transform: `scaleX(${level.toFixed(2)})` }} />
    </div>
  );
}
