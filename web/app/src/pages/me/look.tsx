import { useStore } from "maru-react";
import { Choice } from "../../components/choice.js";
import { LANGUAGES, LOCALES } from "../../i18n/messages.js";
import { useI18n } from "../../i18n/use_i18n.js";
import { locale } from "../../state/locale.js";
import { THEMES, theme } from "../../state/theme.js";

/** What this browser shows: nothing of it goes to the server. */
export function Look() {
  const { t } = useI18n();
  return (
    <section class="card" aria-labelledby="look">
      <h2 id="look">{t("me.settings")}</h2>
      <Choice
        legend={t("me.language")}
        value={useStore(locale)}
        options={LOCALES.map((value) => ({ value, label: LANGUAGES[value], lang: value }))}
        onChoose={locale.set}
      />
      <Choice
        legend={t("me.theme")}
        value={useStore(theme)}
        options={THEMES.map((value) => ({ value, label: t(`theme.${value}`) }))}
        onChoose={theme.set}
      />
    </section>
  );
}
