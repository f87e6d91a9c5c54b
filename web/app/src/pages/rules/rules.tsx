import { useSession } from "maru-react";
import { Link, useLocation } from "wouter-preact";
import { Heading } from "../../components/heading.js";
import { useI18n } from "../../i18n/use_i18n.js";
import { acceptRules, hasAcceptedRules } from "../../state/rules.js";

export function Rules() {
  const { t } = useI18n();
  const { user } = useSession();
  const [, navigate] = useLocation();
  return (
    <div class="page narrow">
      <Heading title={t("rules.title")}>{t("rules.title")}</Heading>
      <p class="lead">{t("rules.lead")}</p>
      <dl class="rules">
        <Rule title={t("rules.kind")} text={t("rules.kind_text")} />
        <Rule title={t("rules.adult")} text={t("rules.adult_text")} />
        <Rule title={t("rules.private")} text={t("rules.private_text")} />
        <Rule title={t("rules.leave")} text={t("rules.leave_text")} />
      </dl>
      {user && !hasAcceptedRules(user.id) && (
        <button
          type="button"
          class="btn btn-primary"
          onClick={() => {
            acceptRules(user.id);
            navigate("/talk");
          }}
        >
          {t("rules.accept")}
        </button>
      )}
      {user && hasAcceptedRules(user.id) && (
        <>
          <p class="small muted">{t("rules.accepted")}</p>
          <Link href="/talk" class="btn">
            {t("rules.to_talk")}
          </Link>
        </>
      )}
    </div>
  );
}

function Rule({ title, text }: { title: string; text: string }) {
  return (
    <div>
      <dt>{title}</dt>
      <dd>{text}</dd>
    </div>
  );
}
