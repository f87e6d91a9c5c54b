import type { ClosedBecause } from "maru-client";
import { useMatch } from "maru-react";
import { Heading } from "../../components/heading.js";
import { useI18n } from "../../i18n/use_i18n.js";
import { useCurrentCall } from "../../talk/use_current_call.js";

/** Another tab has the connection, or the call. */
export function TakenOver() {
  const { t } = useI18n();
  const { open } = useMatch();
  const current = useCurrentCall();
  return (
    <div class="page narrow">
      <Heading title={t("talk.taken_over_title")}>{t("talk.taken_over_title")}</Heading>
      <p class="muted">{t("talk.taken_over")}</p>
      <button
        type="button"
        class="btn btn-primary"
        onClick={() => {
          open();
          current.again();
        }}
      >
        {t("talk.use_here")}
      </button>
    </div>
  );
}

/** The server refuses the connection, or this page closed it. */
export function Closed({ because }: { because: ClosedBecause | undefined }) {
  const { t } = useI18n();
  const { open } = useMatch();
  const isOurs = because === "closed" || because === "signed_out";
  return (
    <div class="page narrow">
      <Heading title={t("talk.refused_title")}>{t("talk.refused_title")}</Heading>
      <p class="muted">{t(isOurs ? "problem.not_connected" : "talk.refused")}</p>
      <button type="button" class="btn btn-primary" onClick={open}>
        {t("action.retry")}
      </button>
    </div>
  );
}
