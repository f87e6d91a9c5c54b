import { dataOf } from "maru-client";
import { useMaru } from "maru-react";
import { Field } from "../../components/field.js";
import { Problem } from "../../components/problem.js";
import { useI18n } from "../../i18n/use_i18n.js";
import { numberOrText, useForm } from "../../state/use_form.js";
import type { ProfileData } from "./profile.js";

interface ProfileFormProps {
  profile: ProfileData;
  onSaved: (profile: ProfileData) => void;
}

/** Age and gender; the name is for good. */
export function ProfileForm({ profile, onSaved }: ProfileFormProps) {
  const { t } = useI18n();
  const { auth } = useMaru();
  const form = useForm();
  const save = async (data: FormData) => {
    const age = numberOrText(String(data.get("age"))) as number; // the server says what is wrong with a text
    const gender = data.get("gender") as ProfileData["gender"];
    onSaved(await dataOf(auth.PATCH("/api/auth/profile/", { body: { age, gender } })));
  };
  return (
    <form class="form" noValidate onSubmit={(event) => form.submit(event, save)}>
      <p class="muted small">{t("me.edit_text")}</p>
      <div class="field-row">
        <Field label={t("field.age")} error={form.errorOf("age")}>
          {(attributes) => (
            <input
              {...attributes}
              name="age"
              inputMode="numeric"
              autocomplete="off"
              defaultValue={profile.age}
            />
          )}
        </Field>
        <Field label={t("field.gender")} error={form.errorOf("gender")}>
          {(attributes) => (
            <select {...attributes} name="gender" defaultValue={profile.gender}>
              <option value="female">{t("gender.female")}</option>
              <option value="male">{t("gender.male")}</option>
            </select>
          )}
        </Field>
      </div>
      {form.problem && <Problem error={form.problem} />}
      <button type="submit" class="btn btn-primary" aria-disabled={form.isBusy}>
        {t("action.save")}
      </button>
    </form>
  );
}
