const NAME = "maru.upload";

export interface Draft {
  prompt: string;
  model_name: string;
  is_tournament_opt_in: boolean;
}

const EMPTY: Draft = { prompt: "", model_name: "", is_tournament_opt_in: true };

/** What was written and not sent yet, also before a reload of this tab. A file cannot be kept. */
export function keptDraft(): Draft {
  try {
    return { ...EMPTY, ...(JSON.parse(sessionStorage.getItem(NAME) ?? "{}") as Partial<Draft>) };
  } catch {
    return EMPTY;
  }
}

export function keepDraft(form: HTMLFormElement): void {
  const data = new FormData(form);
  const draft: Draft = {
    prompt: String(data.get("prompt") ?? ""),
    model_name: String(data.get("model_name") ?? ""),
    is_tournament_opt_in: data.get("is_tournament_opt_in") === "on",
  };
  try {
    sessionStorage.setItem(NAME, JSON.stringify(draft));
  } catch {
    // Storage is forbidden: what is written lasts as long as the page.
  }
}

/** It is sent. The next image is most likely of the same model. */
export function clearDraft(): void {
  try {
    const { model_name } = keptDraft();
    sessionStorage.setItem(NAME, JSON.stringify({ model_name }));
  } catch {
    // There is none.
  }
}
