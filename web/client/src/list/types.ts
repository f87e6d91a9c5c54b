import type { MaruError } from "../problem/error.js";
import type { Store } from "../store.js";

export interface ListSnapshot<T> {
  items: readonly T[];
  status: "loading" | "ready" | "failed";
  hasMore: boolean;
  /** While `status` is `failed`. */
  error?: MaruError | undefined;
}

export interface Page<T> {
  items: readonly T[];
  /** Asks for the next page; absent at the end. */
  next?: string | undefined;
}

export interface List<T> extends Store<ListSnapshot<T>> {
  /** Loads the next page, or the one that failed. One request at a time. */
  loadMore(): Promise<void>;
  /** Starts from the first page. */
  refresh(): Promise<void>;
  /** Changes the items that are here, such as after a like. */
  change(changeItems: (items: readonly T[]) => readonly T[]): void;
}
