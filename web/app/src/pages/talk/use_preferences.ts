import { type AuthMatch, dataOf, MaruError } from "maru-client";
import { useMaru } from "maru-react";
import { useCallback, useEffect, useRef, useState } from "react";
import { createSaving, type Saved } from "./saving.js";

export type Settings = AuthMatch["schemas"]["MatchSetting"];
export type Changes = Partial<Pick<Settings, "age_min" | "age_max" | "preferred_gender">>;

export const YOUNGEST = 18;
export const OLDEST = 99;

export interface Preferences {
  settings: Settings | undefined;
  status: "loading" | "ready" | "saving" | "saved";
  error: MaruError | undefined;
  reload(): void;
  change(changes: Changes): void;
}

/** With whom the user wants to talk: the server's settings. A change applies at once, also while waiting. */
export function usePreferences(): Preferences {
  const { auth } = useMaru();
  const [settings, setSettings] = useState<Settings>();
  const [status, setStatus] = useState<Preferences["status"]>("loading");
  const [error, setError] = useState<MaruError>();
  const save = useRef<(changes: Changes) => void>();

  const show = useCallback((next: Saved<Settings>) => {
    setSettings(next.settings);
    setStatus(next.status);
    setError(next.error);
  }, []);

  const reload = useCallback(() => {
    setStatus("loading");
    setError(undefined);
    dataOf(auth.GET("/api/match/settings/")).then(
      (first) => {
        const send = (body: Changes) => dataOf(auth.PATCH("/api/match/settings/", { body }));
        save.current = createSaving<Settings>(first, send, show);
        show({ settings: first, status: "ready", error: undefined });
      },
      (failure: unknown) => {
        setStatus("ready");
        if (failure instanceof MaruError) setError(failure);
      },
    );
  }, [auth, show]);
  useEffect(reload, [reload]);

  const change = useCallback((changes: Changes) => save.current?.(changes), []);
  return { settings, status, error, reload, change };
}
