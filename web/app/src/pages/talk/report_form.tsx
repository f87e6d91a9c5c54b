import { useEffect, useRef, useState } from "react";
import { Field } from "../../components/field.js";
import { useI18n } from "../../i18n/use_i18n.js";
import type { Report } from "./safety_sheet.js";

const REASONS = ["harassment", "sexual_content", "hate", "underage", "spam", "other"] as const;
/** As the server: characters. */
const MAX_DETAILS = 1000;

interface ReportFormProps {
  name: string;
  isBusy: boolean;
  send: (report: Report) => void;
}

export function ReportForm({ name, isBusy, send }: ReportFormProps) {
  const { t } = useI18n();
  const [missing, setMissing] = useState(0); // how often it was sent without a reason since one was there
  const isMissing = missing > 0;
  const first = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (missing > 0) first.current?.focus(); // when what is missing is there to be read out
  }, [missing]);

  function submit(event: SubmitEvent): void {
    event.preventDefault();
    const data = new FormData(event.currentTarget as HTMLFormElement);
    const reason = data.get("reason") as Report["reason"] | null;
    setMissing(reason === null ? missing + 1 : 0);
    if (reason !== null)
      send({ reason, details: String(data.get("details")), block: data.get("block") === "on" });
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
      <button type="submit" class="btn" aria-disabled={isBusy}>
        {t("safety.report")}
      </button>
    </form>
  );
}
