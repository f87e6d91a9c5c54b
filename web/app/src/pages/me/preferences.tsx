import { useI18n } from "../../i18n/use_i18n.js";
import { PreferenceSentence } from "../talk/preference_sentence.js";
import { usePreferences } from "../talk/use_preferences.js";

/** The same sentence as in Talk. */
export function Preferences() {
  const { t } = useI18n();
  const preferences = usePreferences();
  return (
    <section class="card" aria-labelledby="preferences">
      <h2 id="preferences">{t("me.preferences")}</h2>
      <PreferenceSentence preferences={preferences} />
    </section>
  );
}
