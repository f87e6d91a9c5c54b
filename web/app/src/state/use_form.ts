import type { MaruError } from "maru-client";
import { useEffect, useRef } from "react";
import { fieldSentenceOf } from "../i18n/problems.js";
import { useI18n } from "../i18n/use_i18n.js";
import { useAction } from "./use_action.js";

export interface Form {
  isBusy: boolean;
  /** A failure that belongs to no field. */
  problem: MaruError | undefined;
  /** What is wrong with that field, as a sentence. */
  errorOf(field: string): string | undefined;
  /** Runs it with the form's fields; errors of fields come all at once, and the first wrong one gets the focus. */
  submit(event: SubmitEvent, send: (fields: FormData) => Promise<void>): void;
}

type FieldErrors = Record<string, string>;

/** @param fieldOfCode codes that speak of one field, although they come as the code of the whole. */
export function useForm(fieldOfCode: Record<string, string> = {}): Form {
  const i18n = useI18n();
  const { isBusy, error: failure, run } = useAction();
  const form = useRef<HTMLFormElement>();
  const errors = fieldErrorsOf(failure, fieldOfCode, (error) => fieldSentenceOf(error, i18n));
  useEffect(() => {
    // After the render: what is read out with the field is there by now.
    if (failure && form.current) focusFirst(form.current, Object.keys(errors));
  }, [failure]);

  return {
    isBusy,
    problem: failure && Object.keys(errors).length === 0 ? failure : undefined,
    errorOf: (field) => errors[field],
    submit: (event, send) => {
      event.preventDefault();
      const element = event.currentTarget as HTMLFormElement;
      form.current = element;
      void run(() => send(new FormData(element)));
    },
  };
}

function fieldErrorsOf(
  failure: MaruError | undefined,
  fieldOfCode: Record<string, string>,
  sentence: (error: { field: string; code: string; message: string }) => string,
): FieldErrors {
  if (!failure) return {};
  const only = fieldOfCode[failure.code];
  const all = failure.fields ?? (only ? [{ field: only, code: failure.code, message: failure.message }] : []);
  // Of several errors of one field the first is said.
  return Object.fromEntries(all.map((each) => [each.field, sentence(each)] as const).reverse());
}

function focusFirst(form: HTMLFormElement, wrong: readonly string[]): void {
  const control = [...form.elements].find((each) => wrong.includes((each as HTMLInputElement).name));
  (control as HTMLElement | undefined)?.focus();
}

/** What stands in a field for a number: other text goes as it is, and the server says what is wrong with it. */
export function numberOrText(text: string): number | string {
  return /^\d+$/.test(text.trim()) ? Number(text) : text.trim();
}
