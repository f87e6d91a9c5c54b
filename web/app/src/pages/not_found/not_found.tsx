import { Link } from "wouter-preact";
import { Heading } from "../../components/heading.js";
import { useI18n } from "../../i18n/use_i18n.js";

export function NotFound() {
  const { t } = useI18n();
  return (
    <div class="page narrow">
      <Heading title={t("not_found.title")}>{t("not_found.title")}</Heading>
      <p class="muted">{t("not_found.text")}</p>
      <Link href="/" class="btn">
        {t("not_found.home")}
      </Link>
    </div>
  );
}
