import { useMicrophone } from "maru-react";
import { useEffect } from "react";
import { Icon } from "../../components/icon.js";
import { useI18n } from "../../i18n/use_i18n.js";
import { chosenMicrophone } from "../../talk/current_call.js";
import { LevelMeter } from "./level_meter.js";
import { MicrophoneProblem } from "./microphone_problem.js";
import { MicrophoneSelect } from "./microphone_select.js";

/** Says what the microphone is for before the browser asks, and shows that it hears. */
export function MicrophoneCheck() {
  const { t } = useI18n();
  const microphone = useMicrophone();
  const { status, error, permission, open, close, level } = microphone;
  useEffect(() => close, [close]);
  const code = error?.code ?? codeBefore(permission);
  const listen = () => void open(chosenMicrophone());
  return (
    <section class="card microphone" aria-labelledby="microphone">
      <h2 id="microphone">{t("mic.title")}</h2>
      {status === "open" && (
        <>
          <p class="muted">{t("mic.open")}</p>
          <LevelMeter level={level} />
          <MicrophoneSelect value={microphone.device} choose={(device) => void open(device)} />
          <button type="button" class="btn" onClick={close}>
            {t("mic.stop")}
          </button>
        </>
      )}
      {status === "asking" && <p class="muted">{t("mic.asking")}</p>}
      {(status === "failed" || status === "closed") && code && (
        <MicrophoneProblem code={code} retry={listen} />
      )}
      {status === "closed" && !code && (
        <>
          <p class="muted">
            {permission === "granted" && <Icon name="check" />}{" "}
            {t(permission === "granted" ? "mic.granted" : "mic.why")}
          </p>
          <button type="button" class="btn" onClick={listen}>
            <Icon name="mic" /> {t("mic.try")}
          </button>
        </>
      )}
    </section>
  );
}

/** What is known without asking. */
function codeBefore(permission: PermissionState | undefined) {
  if (!("mediaDevices" in navigator)) return "microphone_insecure_page";
  if (typeof RTCPeerConnection === "undefined") return "webrtc_unsupported";
  return permission === "denied" ? "microphone_denied" : undefined;
}
