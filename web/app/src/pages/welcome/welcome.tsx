import { useSession, useStore } from "maru-react";
import { Link } from "wouter-preact";
import { Heading } from "../../components/heading.js";
import { LANGUAGES, LOCALES } from "../../i18n/messages.js";
import { useI18n } from "../../i18n/use_i18n.js";
import { locale } from "../../state/locale.js";
import { Gallery } from "./gallery.js";

export function Welcome() {
  const { t } = useI18n();
  const { status } = useSession();
  return (
    <div class="welcome">
      <Gallery />
      <section class="welcome-glass">
        <p class="wordmark" aria-hidden="true">
          마루
        </p>
        <Heading title={t("welcome.title")}>{t("welcome.title")}</Heading>
        <p class="lead">{t("welcome.lead")}</p>
        <p class="actions welcome-actions">
          {status === "user" && (
            <Link href="/talk" class="btn btn-primary">
              {t("welcome.talk")}
            </Link>
          )}
          {status === "guest" && (
            <>
              <Link href="/sign-up" class="btn btn-primary">
                {t("welcome.sign_up")}
              </Link>
              <Link href="/log-in" class="btn">
                {t("welcome.log_in")}
              </Link>
              <Link href="/images" class="btn btn-quiet">
                {t("welcome.images")}
              </Link>
            </>
          )}
        </p>
      </section>
      <section class="welcome-steps" aria-labelledby="how">
        <h2 id="how" class="visually-hidden">
          {t("welcome.how")}
        </h2>
        <ol>
          <Step number={1} title={t("welcome.step1")} text={t("welcome.step1_text")} />
          <Step number={2} title={t("welcome.step2")} text={t("welcome.step2_text")} />
          <Step number={3} title={t("welcome.step3")} text={t("welcome.step3_text")} />
        </ol>
      </section>
      <footer class="welcome-foot small">
        <LanguageLinks />
        <Link href="/rules">{t("me.rules")}</Link>
      </footer>
    </div>
  );
}

/** Guests have no page of settings: the other language is offered here, in its own words. */
function LanguageLinks() {
  const chosen = useStore(locale);
  return LOCALES.filter((each) => each !== chosen).map((each) => (
    <button
      key={each}
      type="button"
      class="btn btn-quiet btn-small"
      lang={each}
      onClick={() => locale.set(each)}
    >
      {LANGUAGES[each]}
    </button>
  ));
}

function Step({ number, title, text }: { number: number; title: string; text: string }) {
  return (
    <li>
      <span class="step-number" aria-hidden="true">
        {number}
      </span>
      <h3>{title}</h3>
      <p class="muted">{text}</p>
    </li>
  );
}
