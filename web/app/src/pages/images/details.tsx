import type { Image } from "maru-client";
import { useSession } from "maru-react";
import type { ComponentChildren } from "preact";
import { useState } from "react";
import { Link } from "wouter-preact";
import { Icon } from "../../components/icon.js";
import { useI18n } from "../../i18n/use_i18n.js";
import { LikeButton } from "../../images/like_button.js";
import { announce } from "../../state/announcer.js";
import { Owner } from "./owner.js";

interface DetailsProps {
  image: Image;
  onChange: ((image: Image) => void) | undefined;
}

/** The prompt to copy, and all that is known beside it. */
export function Details({ image, onChange }: DetailsProps) {
  const { t, date } = useI18n();
  const isMine = useSession().user?.id === image.user_id;
  return (
    <>
      <p class="image-prompt">{image.prompt || t("image.no_prompt")}</p>
      <div class="actions">
        {onChange && <LikeButton image={image} onChange={onChange} />}
        {image.prompt && <CopyButton text={image.prompt} />}
      </div>
      <dl class="image-facts">
        <Fact term={t("image.author")}>
          <Link href={`/images?author=${image.user_id}`}>{image.author?.username ?? t("images.author")}</Link>
        </Fact>
        <Fact term={t("image.model")}>
          {image.model_name ? (
            <Link href={`/images?model=${encodeURIComponent(image.model_name)}`}>{image.model_name}</Link>
          ) : (
            t("image.no_model")
          )}
        </Fact>
        <Fact term={t("image.date")}>{date(image.created_at)}</Fact>
        <Fact term={t("arena.title")}>
          {image.is_tournament_opt_in
            ? t("image.record", { wins: image.tournament_win_count, losses: image.tournament_loss_count })
            : t("image.not_in_arena")}
        </Fact>
      </dl>
      {isMine && onChange && <Owner image={image} onChange={onChange} />}
    </>
  );
}

function Fact({ term, children }: { term: string; children: ComponentChildren }) {
  return (
    <div>
      <dt>{term}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function CopyButton({ text }: { text: string }) {
  const { t } = useI18n();
  const [isCopied, setCopied] = useState(false);
  if (!("clipboard" in navigator)) return null; // browsers give it to https pages; the prompt can be selected
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      return; // the user forbids it
    }
    setCopied(true);
    announce(t("image.copied"));
  };
  return (
    <button type="button" class="btn btn-small" onClick={() => void copy()}>
      <Icon name={isCopied ? "check" : "copy"} /> {t(isCopied ? "image.copied" : "image.copy")}
    </button>
  );
}
