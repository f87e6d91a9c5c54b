import { useId } from "react";
import { useI18n } from "../../i18n/use_i18n.js";

/** How much has left, then that the server works on it; and the way out. */
export function SendingBar({ progress, abort }: { progress: number; abort: () => void }) {
  const { t, percent } = useI18n();
  const id = useId();
  const isSent = progress >= 1;
  return (
    <div class="sending">
      <p id={id} class="num">
        {isSent ? t("upload.working") : t("upload.sending", { share: percent(progress) })}
      </p>
      <progress aria-labelledby={id} max={1} value={isSent ? undefined : progress} />
      <button type="button" class="btn" onClick={abort}>
        {t("upload.abort")}
      </button>
    </div>
  );
}
