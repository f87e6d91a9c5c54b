import type { Notice } from "maru-client";
import { useEffect } from "react";
import { Icon } from "../../components/icon.js";
import { sentenceOf } from "../../i18n/problems.js";
import { type I18n, useI18n } from "../../i18n/use_i18n.js";
import { announce } from "../../state/announcer.js";

/** What happened to an offer or to one's place, until the user puts it away. */
export function NoticeLine({ notice, dismiss }: { notice: Notice | undefined; dismiss: () => void }) {
  const i18n = useI18n();
  const sentence = notice && sentenceOfNotice(notice, i18n);
  useEffect(() => {
    if (sentence) announce(sentence);
  }, [notice?.id]);
  if (!sentence) return null;
  return (
    <div class="notice notice-line">
      <p>{sentence}</p>
      <button type="button" class="icon-button" aria-label={i18n.t("notice.dismiss")} onClick={dismiss}>
        <Icon name="close" />
      </button>
    </div>
  );
}

export function sentenceOfNotice(notice: Notice, i18n: I18n): string | undefined {
  switch (notice.kind) {
    case "widened":
      return i18n.t("notice.widened", { min: notice.ageMin, max: notice.ageMax });
    case "queue_place_lost":
    case "no_active_match":
      return i18n.t(`notice.${notice.kind}`);
    case "error":
      return sentenceOf(notice.error, i18n);
    case "room_closed": // the end of a call has a page of its own
      return undefined;
    default:
      return i18n.t(notice.requeued ? `notice.${notice.kind}_requeued` : `notice.${notice.kind}`);
  }
}
