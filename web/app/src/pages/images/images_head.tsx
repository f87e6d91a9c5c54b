import { Link } from "wouter-preact";
import { Heading } from "../../components/heading.js";
import { Icon } from "../../components/icon.js";
import { useI18n } from "../../i18n/use_i18n.js";

/** The title of a list of images, and the way to add one. */
export function ImagesHead({ title }: { title: string }) {
  const { t } = useI18n();
  return (
    <header class="images-head">
      <Heading title={title}>{title}</Heading>
      <Link href="/upload" class="btn btn-primary btn-small">
        <Icon name="upload" /> {t("images.upload")}
      </Link>
    </header>
  );
}
