import { useState } from "react";
import { useI18n } from "../../i18n/use_i18n.js";

/** Asks for notifications by a click, never by itself. */
export function NotifyButton() {
  const { t } = useI18n();
  const isThere = "Notification" in globalThis && isSecureContext;
  const [permission, setPermission] = useState(isThere ? Notification.permission : undefined);
  if (permission === undefined || permission === "denied") return null; // the title of the tab tells it, too
  if (permission === "granted") return <p class="small muted">{t("wait.notify_on")}</p>;
  return (
    <button
      type="button"
      class="btn btn-quiet"
      onClick={() => void Notification.requestPermission().then(setPermission)}
    >
      {t("wait.notify")}
    </button>
  );
}
