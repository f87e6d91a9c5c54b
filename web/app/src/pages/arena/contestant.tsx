import { type Image, imageAddress } from "maru-client";
import { Icon } from "../../components/icon.js";
import { useI18n } from "../../i18n/use_i18n.js";
import { sizesOf } from "../../images/sizes.js";
import { SIZES } from "./matches.js";
import type { Verdict } from "./use_arena.js";

interface ContestantProps {
  image: Image;
  side: "left" | "right";
  verdict: Verdict | undefined;
  isBusy: boolean;
  /** Undefined for guests, who may look. */
  choose: (() => void) | undefined;
}

/** One image of the pair: a press on it is the vote. Its model is named after the vote, which it would lead. */
export function Contestant({ image, side, verdict, isBusy, choose }: ContestantProps) {
  const { t } = useI18n();
  const result = verdict && (verdict.winner === image.id ? "won" : "lost");
  const prompt = image.prompt || t("image.no_prompt");
  return (
    <figure class={`contestant ${result ? `contestant-${result}` : ""}`}>
      <button
        type="button"
        class="contestant-choose"
        aria-label={t(`arena.choose_${side}`, { prompt })}
        aria-disabled={isBusy || !choose}
        onClick={choose}
      >
        <img
          key={image.id}
          sizes={SIZES}
          srcSet={sizesOf(image)}
          src={imageAddress(image.image_url)}
          width={image.width}
          height={image.height}
          alt=""
        />
      </button>
      <figcaption>
        <p class="contestant-prompt">{prompt}</p>
        <p class="small muted contestant-result">
          {verdict && (
            <>
              {result === "won" && (
                <strong class="contestant-wins">
                  <Icon name="check" /> {t("arena.verdict", { wins: verdict.wins })}
                </strong>
              )}{" "}
              {image.model_name ?? t("image.no_model")}
            </>
          )}
        </p>
      </figcaption>
    </figure>
  );
}
