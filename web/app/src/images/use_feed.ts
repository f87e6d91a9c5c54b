import { useMaru, useSession } from "maru-react";
import { useMemo } from "react";
import { type Feed, type Filter, feedOf } from "./feeds.js";

/** The list of this filter. `isKnown`: it is known who the user is; a list that is asked for before is asked for twice. */
export function useFeed({ author, model }: Filter): { feed: Feed; isKnown: boolean } {
  const maru = useMaru();
  const { user, status } = useSession();
  // Another user has other lists.
  const feed = useMemo(() => feedOf(maru, { author, model }), [maru, author, model, user?.id]);
  return { feed, isKnown: status !== "starting" };
}
