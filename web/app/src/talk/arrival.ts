/** Where the keyboard was when an offer came. */
export interface Arrival {
  offerId: string;
  /** The user was typing or choosing: the next key is meant for that. */
  wasInForm: boolean;
}

const CONTROLS = "input, select, textarea, [contenteditable]";

export function arrivalOf(offerId: string, focused: Pick<Element, "matches"> | null): Arrival {
  return { offerId, wasInForm: focused?.matches(CONTROLS) ?? false };
}
