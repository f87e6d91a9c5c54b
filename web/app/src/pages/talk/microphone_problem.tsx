import type { MaruError } from "maru-client";
import { Icon } from "../../components/icon.js";
import { Problem } from "../../components/problem.js";
import type { MessageKey } from "../../i18n/messages.js";
import { useI18n } from "../../i18n/use_i18n.js";

const STATES: Record<string, "denied" | "none" | "in_use" | "failed" | "insecure" | "no_webrtc"> = {
  microphone_failed: "failed",
  microphone_denied: "denied",
  microphone_not_found: "none",
  microphone_in_use: "in_use",
  microphone_insecure_page: "insecure",
  webrtc_unsupported: "no_webrtc",
};

/** Why there is no microphone, and what to do about it. Failures of another kind have their own sentence. */
export function MicrophoneProblem({ error, retry }: { error: MaruError; retry: () => void }) {
  const { t, rich } = useI18n();
  const state = STATES[error.code];
  if (!state) return <Problem error={error} retry={retry} />;
  const isFinal = state === "insecure" || state === "no_webrtc";
  return (
    <div class="problem" role="alert">
      <h3>
        <Icon name="micOff" /> {t(`mic.${state}_title` satisfies MessageKey)}
      </h3>
      <p>
        {state === "insecure"
          ? rich("mic.insecure", { command: <code>make up TLS=1</code> })
          : t(`mic.${state}`)}
      </p>
      {!isFinal && (
        <button type="button" class="btn" onClick={retry}>
          {t("action.retry")}
        </button>
      )}
    </div>
  );
}
