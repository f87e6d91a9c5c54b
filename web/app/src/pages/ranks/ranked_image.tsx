import type { Image } from "maru-client";
import type { ComponentChildren } from "preact";
import { Link } from "wouter-preact";
import { useI18n } from "../../i18n/use_i18n.js";
import { smallestOf } from "../../images/sizes.js";

interface RankedImageProps {
  rank: number;
  image: Image;
  children: ComponentChildren;
}

/** One row of a ranking of images: the rank, the image, and beside it its numbers. */
export function RankedImage({ rank, image, children }: RankedImageProps) {
  const { t } = useI18n();
  return (
    <li class="ranked">
      <span class="ranked-place num">{rank}</span>
      <Link href={`/images/${image.id}`} class="ranked-picture" tabIndex={-1} aria-hidden="true">
        <img src={smallestOf(image)} width={image.width} height={image.height} alt="" loading="lazy" />
      </Link>
      <div class="ranked-text">
        <Link href={`/images/${image.id}`} class="ranked-prompt">
          {image.prompt || t("image.no_prompt")}
        </Link>
        {image.author && <p class="small muted">{t("ranks.by", { name: image.author.username })}</p>}
        {children}
      </div>
    </li>
  );
}
