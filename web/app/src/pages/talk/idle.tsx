import { useState } from "react";
import { Heading } from "../../components/heading.js";
import { Problem } from "../../components/problem.js";
import { useI18n } from "../../i18n/use_i18n.js";
import { MicrophoneCheck } from "./microphone_check.js";
import { PreferenceSentence } from "./preference_sentence.js";
import { useJoin } from "./use_join.js";
import type { Preferences } from "./use_preferences.js";
import { isWidening, setWidening } from "./widening.js";

export function Idle({ preferences }: { preferences: Preferences }) {
  const { t } = useI18n();
  const { join, isJoining, error } = useJoin();
  return (
    <div class="page talk idle">
      <div class="quiet-title">
        <Heading title={t("talk.title")}>{t("talk.idle_title")}</Heading>
      </div>
      <div class="idle-columns">
        <div class="idle-main">
          <PreferenceSentence preferences={preferences} />
          <WidenBox />
          <div class="join">
            <button
              type="button"
              class="btn btn-primary btn-large"
              aria-disabled={isJoining}
              onClick={() => join()}
            >
              {t(isJoining ? "talk.joining" : "talk.join")}
            </button>
            <p class="small muted">{t("talk.join_hint")}</p>
          </div>
          {error && <Problem error={error} />}
        </div>
        <MicrophoneCheck />
      </div>
    </div>
  );
}

function WidenBox() {
  const { t } = useI18n();
  const [widens, setWidens] = useState(isWidening);
  return (
    <label class="check">
      <input
        type="checkbox"
        checked={widens}
        onChange={({ currentTarget }) => {
          setWidens(currentTarget.checked);
          setWidening(currentTarget.checked);
        }}
      />
      <span>{t("talk.widen_option")}</span>
    </label>
  );
}
