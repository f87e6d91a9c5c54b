import { errorFromFailure } from "../problem/from_response.js";
import { createStore } from "../store.js";
import type { List, ListSnapshot, Page } from "./types.js";

/** A list that loads page by page. `load` gets the `next` of the page before, or undefined for the first. */
export function createList<T>(load: (after: string | undefined) => Promise<Page<T>>): List<T> {
  const store = createStore<ListSnapshot<T>>({ items: [], status: "ready", hasMore: true });
  let after: string | undefined;
  let generation = 0;
  let loading: Promise<void> | undefined;

  async function fetchPage(isFirst: boolean): Promise<void> {
    const mine = generation;
    store.update({ status: "loading", error: undefined });
    try {
      const page = await load(isFirst ? undefined : after);
      if (mine !== generation) return; // refreshed meanwhile
      after = page.next;
      const items = isFirst ? page.items : [...store.getSnapshot().items, ...page.items];
      store.set({ items, status: "ready", hasMore: after !== undefined });
    } catch (failure) {
      if (mine === generation) store.update({ status: "failed", error: errorFromFailure(failure) });
    }
  }

  function run(isFirst: boolean): Promise<void> {
    const running = fetchPage(isFirst).finally(() => {
      if (loading === running) loading = undefined;
    });
    loading = running;
    return running;
  }

  return {
    getSnapshot: store.getSnapshot,
    subscribe: store.subscribe,
    loadMore: () => {
      const { hasMore, status } = store.getSnapshot();
      // A list that was complete may have failed to start over.
      return loading ?? (hasMore || status === "failed" ? run(after === undefined) : Promise.resolve());
    },
    refresh: () => {
      generation += 1;
      after = undefined;
      return run(true);
    },
    change: (changeItems) => {
      store.update({ items: changeItems(store.getSnapshot().items) });
    },
  };
}
