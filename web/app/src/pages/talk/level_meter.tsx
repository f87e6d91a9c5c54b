import { useI18n } from "../../i18n/use_i18n.js";

export function LevelMeter({ level }: { level: number }) {
  const { t } = useI18n();
  return <meter class="level" min={0} max={1} value={level} aria-label={t("mic.level")} />;
}
