import { createList, type List, type ListSnapshot, type Page } from "maru-client";
import { useEffect, useMemo } from "react";
import { useStore } from "./stores.js";

/**
 * A list that loads page by page; the first page comes at once. Another `key` is another list. `load` is the one of
 * the first render with that key.
 */
export function useList<T>(
  key: string,
  load: (after: string | undefined) => Promise<Page<T>>,
): Readonly<ListSnapshot<T>> & List<T> {
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key stands for what `load` reads
  const list = useMemo(() => createList(load), [key]);
  const snapshot = useStore(list);
  useEffect(() => {
    void list.loadMore();
  }, [list]);
  return useMemo(() => ({ ...list, ...snapshot }), [list, snapshot]);
}
