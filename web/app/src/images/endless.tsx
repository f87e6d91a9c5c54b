import type { Image, ListSnapshot } from "maru-client";
import { useEffect, useRef } from "react";
import { Problem } from "../components/problem.js";
import { useI18n } from "../i18n/use_i18n.js";
import { GalleryList } from "./gallery_list.js";
import { GallerySkeleton } from "./gallery_skeleton.js";

/** The next page is asked for when its place is this near: pixels. */
const AHEAD = "1200px";

interface EndlessProps {
  list: ListSnapshot<Image>;
  loadMore: () => Promise<void>;
}

/** Images, and more when one comes near the end; the button is the way of the keyboard. */
export function Endless({ list: { items, status, hasMore, error }, loadMore }: EndlessProps) {
  const { t } = useI18n();
  const end = useRef<HTMLDivElement>(null);
  const canLoad = hasMore && status === "ready";
  useEffect(() => {
    if (!end.current || !canLoad) return;
    const observer = new IntersectionObserver(
      ([entry]) => {
        if (entry?.isIntersecting) void loadMore();
      },
      { rootMargin: AHEAD },
    );
    observer.observe(end.current);
    return () => observer.disconnect();
  }, [canLoad, loadMore]);
  return (
    <>
      {items.length > 0 && <GalleryList images={items} />}
      {items.length === 0 && status === "loading" && <GallerySkeleton />}
      {error && <Problem error={error} retry={() => void loadMore()} />}
      <div ref={end} class="endless-end" aria-busy={status === "loading"}>
        {hasMore && !error && items.length > 0 && (
          <button
            type="button"
            class="btn"
            aria-disabled={status === "loading"}
            onClick={() => void loadMore()}
          >
            {t("action.more")}
          </button>
        )}
      </div>
    </>
  );
}
