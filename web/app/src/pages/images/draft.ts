const nameOf = (userId: number) => `maru.upload:${userId}`;

export interface Draft {
  prompt: string;
  model_name: string;
  is_tournament_opt_in: boolean;
}

const EMPTY: Draft = { prompt: "", model_name: "", is_tournament_opt_in: true };

/** What that user wrote and did not send yet, also before a reload of this tab. A file cannot be kept. */
export function keptDraft(userId: number): Draft {
  try {
    return { ...EMPTY, ...(JSON.parse(sessionStorage.getItem(nameOf(userId)) ?? "{}") as Partial<Draft>) };
  } catch {
    return EMPTY;
  }
}

export function keepDraft(userId: number, form: HTMLFormElement): void {
  const data = new FormData(form);
  const draft: Draft = {
    prompt: String(data.get("prompt") ?? ""),
    model_name: String(data.get("model_name") ?? ""),
    is_tournament_opt_in: data.get("is_tournament_opt_in") === "on",
  };
  try {
    sessionStorage.setItem(nameOf(userId), JSON.stringify(draft));
  } catch {
    // Storage is forbidden: what is written lasts as long as the page.
  }
}

/** It is sent. The next image is most likely of the same model. */
export function clearDraft(userId: number): void {
  try {
    const { model_name } = keptDraft(userId);
    sessionStorage.setItem(nameOf(userId), JSON.stringify({ model_name }));
  } catch {
    // There is none.
  }
}
