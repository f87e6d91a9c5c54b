import type { Maru } from "maru-client";
import { createContext, createElement, type ReactElement, type ReactNode, useContext } from "react";

const MaruContext = createContext<Maru | undefined>(undefined);

/** Gives the hooks below it their `Maru`: make one outside of components with `createMaru()`. */
export function MaruProvider({ maru, children }: { maru: Maru; children: ReactNode }): ReactElement {
  return createElement(MaruContext.Provider, { value: maru }, children);
}

export function useMaru(): Maru {
  const maru = useContext(MaruContext);
  if (!maru) throw new Error("Put <MaruProvider maru={createMaru()}> around the component.");
  return maru;
}
