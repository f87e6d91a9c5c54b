import { useSession, useStore } from "maru-react";
import { Link, Redirect } from "wouter-preact";
import { Choice } from "../../components/choice.js";
import { Heading } from "../../components/heading.js";
import { Skeleton } from "../../components/skeleton.js";
import { LANGUAGES, LOCALES } from "../../i18n/messages.js";
import { useI18n } from "../../i18n/use_i18n.js";
import { locale } from "../../state/locale.js";
import { THEMES, theme } from "../../state/theme.js";
import { Blocks } from "./blocks.js";
import { Profile } from "./profile.js";

export function Me() {
  const { t } = useI18n();
  const { status, logOut } = useSession();
  if (status === "guest") return <Redirect to="/log-in" replace />;
  return (
    <div class="page me">
      <Heading title={t("me.title")}>{t("me.title")}</Heading>
      {status === "starting" ? <Skeleton /> : <Profile />}
      <Look />
      {status === "user" && <Blocks />}
      <div class="actions">
        <button type="button" class="btn" onClick={() => void logOut()}>
          {t("me.log_out")}
        </button>
        <Link href="/rules" class="btn btn-quiet">
          {t("me.rules")}
        </Link>
      </div>
    </div>
  );
}

function Look() {
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
