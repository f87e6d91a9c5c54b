import { useI18n } from "../../i18n/use_i18n.js";

/** To which moment the numbers belong: the server's `X-Maru-As-Of`, or `as_of`. */
export function AsOf({ at }: { at: string | null | undefined }) {
  const { t, time } = useI18n();
  return at ? <p class="small muted num">{t("ranks.as_of", { time: time(at) })}</p> : null;
}
