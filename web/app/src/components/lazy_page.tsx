import { loaded, MaruError } from "maru-client";
import type { ComponentType, JSX } from "preact";
import { useCallback, useEffect, useState } from "react";
import { Problem } from "./problem.js";
import { Skeleton } from "./skeleton.js";

/** Without a network it is tried again by itself. */
const RETRY_MS = 3000;

export type LazyPage = (() => JSX.Element) & {
  /** Loads the code before the page is wanted; failures show when it is. */
  preload(): void;
};

/** A page whose code is loaded when it is first wanted: the first load stays small. */
export function lazyPage(load: () => Promise<ComponentType>): LazyPage {
  let Page: ComponentType | undefined;
  let loading: Promise<void> | undefined;
  const start = (): Promise<void> => {
    loading ??= loaded(load()).then(
      (component) => {
        Page = component;
      },
      (failure: unknown) => {
        loading = undefined; // the next try asks again
        throw failure;
      },
    );
    return loading;
  };

  function Loading() {
    const [, setShown] = useState(Page !== undefined);
    const [error, setError] = useState<MaruError>();
    const retry = useCallback(() => {
      setError(undefined);
      start().then(
        () => setShown(true),
        (failure: unknown) => {
          if (failure instanceof MaruError) setError(failure);
        },
      );
    }, []);
    useEffect(retry, [retry]);
    useEffect(() => {
      if (error?.code !== "network") return;
      const timer = setTimeout(retry, RETRY_MS);
      return () => clearTimeout(timer);
    }, [error, retry]);
    if (Page) return <Page />;
    return <div class="page">{error ? <Problem error={error} retry={retry} /> : <Skeleton />}</div>;
  }
  return Object.assign(Loading, { preload: () => void start().catch(() => undefined) });
}
