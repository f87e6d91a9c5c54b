import type { Image } from "maru-client";
import { useSession } from "maru-react";
import { Link } from "wouter-preact";
import { Icon } from "../components/icon.js";
import { useI18n } from "../i18n/use_i18n.js";
import { logInPath } from "../pages/account/next.js";
import { useLike } from "./use_like.js";

interface LikeButtonProps {
  image: Image;
  onChange?: (image: Image) => void;
}

/** A heart and the count. Guests are led to log in, and back. */
export function LikeButton({ image, onChange }: LikeButtonProps) {
  const { t, number } = useI18n();
  const isUser = useSession().status === "user";
  const toggle = useLike(image, onChange);
  const content = (
    <>
      <Icon name="heart" /> <span class="num">{number(image.like_count)}</span>
    </>
  );
  const label = t("image.like", { count: image.like_count });
  if (!isUser) {
    return (
      <Link href={logInPath(`${location.pathname}${location.search}`)} class="like" aria-label={label}>
        {content}
      </Link>
    );
  }
  return (
    <button
      type="button"
      class="like"
      aria-pressed={image.is_liked ?? false}
      aria-label={label}
      onClick={toggle}
    >
      {content}
    </button>
  );
}
