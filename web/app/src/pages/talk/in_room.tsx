import { useMaru, useMatch } from "maru-react";
import { Heading } from "../../components/heading.js";
import { Icon } from "../../components/icon.js";
import { useI18n } from "../../i18n/use_i18n.js";
import { useCurrentCall } from "../../talk/use_current_call.js";

/** The server has a call of this user that is not shown here: it was left, and its end did not reach the server. */
export function InRoom() {
  const { t } = useI18n();
  const maru = useMaru();
  const { call } = useMatch();
  const current = useCurrentCall();
  const title = t("call.go_back", { name: call?.partner ?? t("call.someone") });
  return (
    <div class="page narrow">
      <Heading title={title}>{title}</Heading>
      <p class="muted">{t("call.left_open")}</p>
      <div class="actions">
        <button type="button" class="btn btn-primary" onClick={current.comeBack}>
          {t("call.come_back")}
        </button>
        <button
          type="button"
          class="btn btn-danger"
          onClick={() => call && maru.call(call.room, call).hangUp()}
        >
          <Icon name="phoneOff" /> {t("call.hang_up")}
        </button>
      </div>
    </div>
  );
}
