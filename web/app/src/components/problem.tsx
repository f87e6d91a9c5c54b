import type { MaruError } from "maru-client";
import { sentenceOf } from "../i18n/problems.js";
import { useI18n } from "../i18n/use_i18n.js";

/** A failure as a sentence, with the number that finds it in the server's logs, and a way on. */
export function Problem({ error, retry }: { error: MaruError; retry?: (() => void) | undefined }) {
  const i18n = useI18n();
  const isOld = error.code === "out_of_date"; // browsers may remember that a file could not be loaded
  return (
    <div class="problem" role="alert">
      <p>{sentenceOf(error, i18n)}</p>
      {error.requestId !== undefined && (error.status ?? 0) >= 500 && (
        <p class="small muted">{i18n.t("error.request_id", { id: error.requestId })}</p>
      )}
      {isOld && (
        <button type="button" class="btn" onClick={() => location.reload()}>
          {i18n.t("error.reload")}
        </button>
      )}
      {retry && !isOld && (
        <button type="button" class="btn" onClick={retry}>
          {i18n.t("action.retry")}
        </button>
      )}
    </div>
  );
}
