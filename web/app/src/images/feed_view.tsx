import { useMaru, useSession, useStore } from "maru-react";
import type { ComponentChildren } from "preact";
import { useEffect, useLayoutEffect, useMemo } from "react";
import { cameBack } from "../state/came_back.js";
import { Endless } from "./endless.js";
import { type Feed, type Filter, feedOf } from "./feeds.js";

interface FeedViewProps {
  filter: Filter;
  /** What stands there when there are none. */
  empty: ComponentChildren;
}

/** A list of images. It starts over when one comes to it, and is as one left it when one comes back. */
export function FeedView({ filter, empty }: FeedViewProps) {
  const maru = useMaru();
  const { user, status } = useSession();
  // Another user has other lists.
  const feed = useMemo(() => feedOf(maru, filter), [maru, filter, user?.id]);
  const list = useStore(feed);
  const isKnown = status !== "starting"; // else the list would be asked for twice
  useEffect(() => {
    if (!isKnown) return;
    if (cameBack() && !feed.isStale && feed.getSnapshot().items.length > 0) return;
    feed.isStale = false;
    void feed.refresh();
  }, [feed, isKnown]);
  useScrollPlace(feed);
  const isEmpty = list.items.length === 0 && list.status === "ready" && !list.hasMore;
  if (isEmpty) return empty;
  return <Endless list={isKnown ? list : { ...list, status: "loading" }} loadMore={feed.loadMore} />;
}

/** Back from an image one is where one was. */
function useScrollPlace(feed: Feed): void {
  useLayoutEffect(() => {
    scrollTo(0, cameBack() ? feed.scrollY : 0);
    return () => {
      feed.scrollY = scrollY;
    };
  }, [feed]);
}
