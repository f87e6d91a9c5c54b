import type { Image } from "maru-client";
import { Link } from "wouter-preact";
import { useI18n } from "../i18n/use_i18n.js";
import { LikeButton } from "./like_button.js";
import { sizesOf, smallestOf } from "./sizes.js";

interface CardProps {
  image: Image;
  /** From the beginning: it does not wait until it is scrolled to. */
  isInSight: boolean;
  /** Of the first row: loaded before all others. */
  isFirst: boolean;
}

/** An image in a list: a press opens it, the heart likes it, the prompt comes with the pointer or the focus. */
export function Card({ image, isInSight, isFirst }: CardProps) {
  const { t } = useI18n();
  return (
    <article class="image-card">
      <Link href={`/images/${image.id}`} class="image-card-link">
        <img
          src={smallestOf(image)}
          srcSet={sizesOf(image)}
          sizes="(min-width: 760px) 260px, 50vw"
          width={image.width}
          height={image.height}
          alt={image.prompt || t("image.no_prompt")}
          loading={isInSight ? "eager" : "lazy"}
          fetchpriority={isFirst ? "high" : "auto"}
          decoding="async"
        />
        <span class="image-card-prompt" aria-hidden="true">
          {image.prompt}
        </span>
      </Link>
      <LikeButton image={image} />
    </article>
  );
}
