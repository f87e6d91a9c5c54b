import { useStore } from "maru-react";
import { useEffect, useState } from "react";
import { firstLetterOf } from "../../components/first_letter.js";
import { Heading } from "../../components/heading.js";
import { Icon } from "../../components/icon.js";
import { Problem } from "../../components/problem.js";
import { useI18n } from "../../i18n/use_i18n.js";
import { announce } from "../../state/announcer.js";
import { useAction } from "../../state/use_action.js";
import { type ShownCall, useCurrentCall } from "../../talk/use_current_call.js";
import { CallState } from "./call_state.js";
import { DevicesSheet } from "./devices_sheet.js";
import { MicrophoneProblem } from "./microphone_problem.js";
import { SafetySheet } from "./safety_sheet.js";
import { Voice } from "./voice.js";

export function CallView({ call, now }: ShownCall) {
  const { t } = useI18n();
  const [sheet, setSheet] = useState<"devices" | "safety">();
  const current = useCurrentCall();
  const name = now.partner ?? t("call.someone");
  useAnnouncements({ call, now });
  const close = () => setSheet(undefined);
  return (
    <div class="page talk call">
      <CallState now={now} name={name} />
      <Heading title={t("call.title", { name })}>
        <span class="visually-hidden">{t("call.title", { name })}</span>
        <span aria-hidden="true">{name}</span>
      </Heading>
      {now.error && now.phase === "preparing" ? (
        <MicrophoneProblem error={now.error} retry={current.retry} />
      ) : (
        <Voices call={call} now={now} />
      )}
      <Repairs call={call} now={now} />
      <div class="call-actions">
        <button
          type="button"
          class="btn btn-large"
          aria-pressed={now.muted}
          aria-label={t("call.mute")}
          onClick={() => call.mute(!now.muted)}
        >
          <Icon name={now.muted ? "micOff" : "mic"} />
          <span>{t(now.muted ? "call.is_muted" : "call.mute")}</span>
        </button>
        <button type="button" class="btn btn-danger btn-large" onClick={call.hangUp}>
          <Icon name="phoneOff" /> {t("call.hang_up")}
        </button>
      </div>
      <div class="call-more">
        <button type="button" class="btn btn-quiet" onClick={() => setSheet("devices")}>
          <Icon name="headphones" /> {t("call.devices")}
        </button>
        {now.partner !== undefined && (
          <button type="button" class="btn btn-quiet" onClick={() => setSheet("safety")}>
            <Icon name="shield" /> {t("call.safety")}
          </button>
        )}
      </div>
      {sheet === "devices" && <DevicesSheet call={call} now={now} onClose={close} />}
      {sheet === "safety" && now.partner !== undefined && (
        <SafetySheet name={now.partner} onBlocked={current.setBlocked} onClose={close} />
      )}
    </div>
  );
}

function Voices({ now }: ShownCall) {
  const { t } = useI18n();
  const name = now.partner ?? t("call.someone");
  return (
    <div class="voices">
      <Voice
        letter={firstLetterOf(name)}
        level={now.levels.partner}
        isLarge
        isCalm={now.phase !== "connected" || now.partnerMuted === true}
      >
        {now.partnerMuted && t("call.partner_muted", { name })}
      </Voice>
      <Voice letter={t("call.me")} level={now.levels.mine} isCalm={now.muted}>
        {now.muted && t("call.muted", { name })}
      </Voice>
    </div>
  );
}

/** What stops the sound and one press repairs. */
function Repairs({ call, now }: ShownCall) {
  const { t } = useI18n();
  const { hearing } = useCurrentCall();
  const wantsTap = useStore(hearing);
  const { isBusy, error, run } = useAction();
  return (
    <>
      {wantsTap && (
        <div class="notice repair">
          <p>{t("call.tap_to_hear_text")}</p>
          <button type="button" class="btn btn-primary" onClick={hearing.tap}>
            <Icon name="volume" /> {t("call.tap_to_hear")}
          </button>
        </div>
      )}
      {now.microphoneLost && (
        <div class="notice repair" role="alert">
          <p>{t("call.microphone_lost")}</p>
          <button
            type="button"
            class="btn"
            aria-disabled={isBusy}
            onClick={() => void run(() => call.setMicrophone(now.microphone))}
          >
            {t("call.microphone_again")}
          </button>
        </div>
      )}
      {now.microphoneLost && error && <Problem error={error} />}
    </>
  );
}

function useAnnouncements({ now }: ShownCall): void {
  const { t } = useI18n();
  const name = now.partner ?? t("call.someone");
  useEffect(() => {
    if (now.phase === "connected") announce(t("call.announce_connected", { name }));
  }, [now.phase]);
  useEffect(() => {
    if (now.partnerMuted) announce(t("call.partner_muted", { name }));
  }, [now.partnerMuted]);
}
