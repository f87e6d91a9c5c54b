import { dataOf, type Image, MaruError } from "maru-client";
import { useMaru } from "maru-react";
import { useCallback, useRef } from "react";
import { sentenceOf } from "../i18n/problems.js";
import { useI18n } from "../i18n/use_i18n.js";
import { announce } from "../state/announcer.js";
import { changeInFeeds } from "./feeds.js";

/**
 * Likes, or takes the like back: shown at once, corrected by the answer, undone when it fails.
 *
 * @param onChange the image as it is now, several times.
 */
export function useLike(image: Image, onChange?: (image: Image) => void): () => void {
  const { images } = useMaru();
  const i18n = useI18n();
  const isSending = useRef(false);
  return useCallback(() => {
    if (isSending.current) return;
    isSending.current = true;
    const show = (now: Image): void => {
      changeInFeeds(now);
      onChange?.(now);
    };
    const likes = !image.is_liked;
    show({ ...image, is_liked: likes, like_count: Math.max(0, image.like_count + (likes ? 1 : -1)) });
    const path = { image_id: image.id };
    const address = "/api/v1/images/{image_id}/like";
    const request = likes
      ? images.POST(address, { params: { path } })
      : images.DELETE(address, { params: { path } });
    dataOf(request)
      .then(
        ({ is_liked, like_count }) => show({ ...image, is_liked, like_count }),
        (failure: unknown) => {
          show(image);
          if (!(failure instanceof MaruError)) throw failure;
          announce(sentenceOf(failure, i18n));
        },
      )
      .finally(() => {
        isSending.current = false;
      });
  }, [image, images, onChange, i18n]);
}
