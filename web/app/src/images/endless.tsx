import type { Image, ListSnapshot } from "maru-client";
import { useEffect, useRef } from "react";
import { ListEnd } from "../components/list_end.js";
import { GalleryList } from "./gallery_list.js";
import { GallerySkeleton } from "./gallery_skeleton.js";

/** The next page is asked for when its place is this near: pixels. */
const AHEAD = "1200px";

interface EndlessProps {
  list: ListSnapshot<Image>;
  loadMore: () => Promise<void>;
}

/** Images, and more when one comes near the end; the button is the way of the keyboard. */
export function Endless({ list, loadMore }: EndlessProps) {
  const { items, status, hasMore, error } = list;
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
      <div ref={end} class="endless-end" aria-busy={status === "loading"}>
        {(items.length > 0 || error) && <ListEnd list={list} loadMore={loadMore} />}
      </div>
    </>
  );
}
