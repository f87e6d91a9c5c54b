import type { ComponentChildren } from "preact";
import { useId } from "react";

interface FieldProps {
  label: string;
  hint?: string | undefined;
  error?: string | undefined;
  /** The control, which takes these attributes. */
  children: (attributes: {
    id: string;
    "aria-describedby": string | undefined;
    "aria-invalid": boolean | undefined;
  }) => ComponentChildren;
}

/** A label, a control, and beside it what to fill in and what is wrong. */
export function Field({ label, hint, error, children }: FieldProps) {
  const id = useId();
  const isHinted = hint !== undefined && error === undefined; // what is wrong says what would be right
  const described = [error && `${id}-error`, isHinted && `${id}-hint`].filter(Boolean).join(" ");
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {children({
        id,
        "aria-describedby": described || undefined,
        "aria-invalid": error === undefined ? undefined : true,
      })}
      {error && (
        <p class="field-error" id={`${id}-error`}>
          {error}
        </p>
      )}
      {isHinted && (
        <p class="field-hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
    </div>
  );
}
