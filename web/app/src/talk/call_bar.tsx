import { Link, useLocation } from "wouter-preact";
import { useI18n } from "../i18n/use_i18n.js";
import { useShownCall } from "./use_current_call.js";

/** On other pages: the call goes on, and this leads back to it. */
export function CallBar() {
  const { t } = useI18n();
  const [location] = useLocation();
  const shown = useShownCall();
  if (!shown || shown.now.phase === "over" || location === "/talk") return null;
  const sentence = t("call.go_back", { name: shown.now.partner ?? t("call.someone") });
  return (
    <aside class="banner banner-call" aria-label={sentence}>
      <p>{sentence}</p>
      <Link href="/talk" class="btn btn-small">
        {t("call.come_back")}
      </Link>
    </aside>
  );
}
