import type { CallSnapshot } from "maru-client";
import { clock } from "../../i18n/format.js";
import { useI18n } from "../../i18n/use_i18n.js";
import { useNow } from "../../state/now.js";
import { talkingSince } from "../../talk/since.js";

/** One line above the name: the time while sound comes, else what is going on. Seconds are not read out. */
export function CallState({ now, name }: { now: Readonly<CallSnapshot>; name: string }) {
  const { t } = useI18n();
  const time = useNow();
  if (now.phase === "connected" && now.connectedAt !== undefined) {
    return (
      <p class="muted num over-title" role="timer" aria-label={t("call.time")}>
        {clock((time - talkingSince(now.room, now.connectedAt)) / 1000)}
      </p>
    );
  }
  return (
    <div class="over-title call-state">
      <div role="status">
        <p>{phaseSentence(now, name, t)}</p>
        {now.phase === "preparing" && <p class="small muted">{t("call.allow_microphone")}</p>}
        {now.troubled && <p class="small muted">{t("call.troubled")}</p>}
      </div>
      {now.phase === "partner_away" && now.graceEndsAt !== undefined && (
        <p class="small muted num" role="timer">
          {t("call.partner_away_seconds", {
            seconds: Math.max(0, Math.ceil((now.graceEndsAt - time) / 1000)),
          })}
        </p>
      )}
    </div>
  );
}

function phaseSentence({ phase }: CallSnapshot, name: string, t: ReturnType<typeof useI18n>["t"]): string {
  switch (phase) {
    case "waiting":
      return t("call.waiting", { name });
    case "partner_away":
      return t("call.partner_away", { name });
    case "preparing":
    case "connecting":
    case "reconnecting":
      return t(`call.${phase}`);
    default:
      return t("call.connected");
  }
}
