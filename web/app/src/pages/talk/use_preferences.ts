import { type AuthMatch, dataOf, MaruError } from "maru-client";
import { useMaru } from "maru-react";
import { useCallback, useEffect, useState } from "react";

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

  const run = useCallback(async (request: Promise<Settings>, after: Preferences["status"]) => {
    setError(undefined);
    try {
      setSettings(await request);
      setStatus(after);
    } catch (failure) {
      if (!(failure instanceof MaruError)) throw failure;
      setStatus("ready");
      setError(failure);
    }
  }, []);

  const reload = useCallback(() => {
    setStatus("loading");
    void run(dataOf(auth.GET("/api/match/settings/")), "ready");
  }, [auth, run]);
  useEffect(reload, [reload]);

  const change = useCallback(
    (changes: Changes) => {
      setSettings((before) => before && { ...before, ...changes });
      setStatus("saving");
      void run(dataOf(auth.PATCH("/api/match/settings/", { body: changes })), "saved");
    },
    [auth, run],
  );
  return { settings, status, error, reload, change };
}
