import { MaruError, type MaruErrorCode } from "maru-client";
import { useMicrophone } from "maru-react";
import { useEffect } from "react";
import { Icon } from "../../components/icon.js";
import { useI18n } from "../../i18n/use_i18n.js";
import { chosenMicrophone, openChosen } from "../../talk/chosen_microphone.js";
import { LevelMeter } from "./level_meter.js";
import { MicrophoneProblem } from "./microphone_problem.js";
import { MicrophoneSelect } from "./microphone_select.js";

/** With these another microphone may be chosen. */
const OTHERS_MAY_DO: readonly MaruErrorCode[] = ["microphone_in_use", "microphone_failed"];

/** Says what the microphone is for before the browser asks, and shows that it hears. */
export function MicrophoneCheck() {
  const { t } = useI18n();
  const microphone = useMicrophone();
  const { status, error, permission, open, close, level } = microphone;
  useEffect(() => close, [close]);
  const failure = error ?? failureBefore(permission);
  const listen = () => void openChosen(microphone);
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
      {(status === "failed" || status === "closed") && failure && (
        <MicrophoneProblem error={failure} retry={listen} />
      )}
      {failure && OTHERS_MAY_DO.includes(failure.code) && (
        <MicrophoneSelect value={chosenMicrophone()} choose={(device) => void open(device)} />
      )}
      {status === "closed" && !failure && (
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
function failureBefore(permission: PermissionState | undefined): MaruError | undefined {
  const refused = (code: MaruErrorCode) => new MaruError(code, code);
  if (!("mediaDevices" in navigator)) return refused("microphone_insecure_page");
  if (typeof RTCPeerConnection === "undefined") return refused("webrtc_unsupported");
  return permission === "denied" ? refused("microphone_denied") : undefined;
}
