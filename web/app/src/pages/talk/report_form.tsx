import { useRef, useState } from "react";
import { Field } from "../../components/field.js";
import { useI18n } from "../../i18n/use_i18n.js";
import type { Report } from "./safety_sheet.js";

const REASONS = ["harassment", "sexual_content", "hate", "underage", "spam", "other"] as const;
/** As the server: characters. */
const MAX_DETAILS = 1000;

export function ReportForm({ name, send }: { name: string; send: (report: Report) => void }) {
  const { t } = useI18n();
  const [isMissing, setMissing] = useState(false);
  const first = useRef<HTMLInputElement>(null);

  function submit(event: SubmitEvent): void {
    event.preventDefault();
    const data = new FormData(event.currentTarget as HTMLFormElement);
    const reason = data.get("reason") as Report["reason"] | null;
    setMissing(reason === null);
    if (reason === null) first.current?.focus();
    else send({ reason, details: String(data.get("details")), block: data.get("block") === "on" });
  }

  return (
    <form class="form" noValidate onSubmit={submit}>
      <fieldset class="reasons" aria-describedby={isMissing ? "reason-missing" : undefined}>
        <legend>{t("safety.reason")}</legend>
        {REASONS.map((reason, place) => (
          <label key={reason} class="check">
            <input type="radio" name="reason" value={reason} ref={place === 0 ? first : null} />
            <span>{t(`reason.${reason}`)}</span>
          </label>
        ))}
        {isMissing && (
          <p class="field-error" id="reason-missing">
            {t("safety.choose")}
          </p>
        )}
      </fieldset>
      <Field label={t("safety.details")}>
        {(attributes) => <textarea {...attributes} name="details" rows={2} maxLength={MAX_DETAILS} />}
      </Field>
      <label class="check">
        <input type="checkbox" name="block" defaultChecked />
        <span>{t("safety.also_block", { name })}</span>
      </label>
      <button type="submit" class="btn">
        {t("safety.report")}
      </button>
    </form>
  );
}
