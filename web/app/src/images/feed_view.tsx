import { useStore } from "maru-react";
import type { ComponentChildren } from "preact";
import { useEffect, useLayoutEffect } from "react";
import { cameBack } from "../state/came_back.js";
import { Endless } from "./endless.js";
import type { Feed, Filter } from "./feeds.js";
import { useFeed } from "./use_feed.js";

interface FeedViewProps {
  filter: Filter;
  /** What stands there when there are none. */
  empty: ComponentChildren;
}

/** A list of images. It starts over when one comes to it, and is as one left it when one comes back. */
export function FeedView({ filter, empty }: FeedViewProps) {
  const { feed, isKnown } = useFeed(filter);
  const list = useStore(feed);
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
    if (cameBack()) scrollTo(0, feed.scrollY); // else the heading begins at the top
    return () => {
      feed.scrollY = scrollY;
    };
  }, [feed]);
}
