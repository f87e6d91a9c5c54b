import type { UploadFields } from "maru-client";
import { Field } from "../../components/field.js";
import { useI18n } from "../../i18n/use_i18n.js";
import type { Form } from "../../state/use_form.js";

/** As the server: characters. */
const MAX_PROMPT = 2000;
const MAX_MODEL = 100;

interface ImageFieldsProps {
  form: Pick<Form, "errorOf">;
  first: { prompt: string; model_name?: string | null | undefined; is_tournament_opt_in?: boolean };
}

/** What is written beside an image: for a new one, and to correct it. */
export function ImageFields({ form, first }: ImageFieldsProps) {
  const { t } = useI18n();
  return (
    <>
      <Field label={t("upload.prompt")} hint={t("upload.prompt_hint")} error={form.errorOf("prompt")}>
        {(attributes) => (
          <textarea
            {...attributes}
            name="prompt"
            rows={3}
            maxLength={MAX_PROMPT}
            defaultValue={first.prompt}
          />
        )}
      </Field>
      <Field label={t("upload.model")} hint={t("upload.model_hint")} error={form.errorOf("model_name")}>
        {(attributes) => (
          <input
            {...attributes}
            name="model_name"
            maxLength={MAX_MODEL}
            autocomplete="off"
            defaultValue={first.model_name ?? ""}
          />
        )}
      </Field>
      <label class="check">
        <input
          type="checkbox"
          name="is_tournament_opt_in"
          defaultChecked={first.is_tournament_opt_in ?? true}
        />
        <span>{t("upload.opt_in")}</span>
      </label>
    </>
  );
}

export function fieldsOf(data: FormData): UploadFields & { is_tournament_opt_in: boolean } {
  const model = String(data.get("model_name") ?? "").trim();
  return {
    prompt: String(data.get("prompt") ?? "").trim(),
    ...(model !== "" && { model_name: model }),
    is_tournament_opt_in: data.get("is_tournament_opt_in") === "on",
  };
}
