import { useMaru, useSession } from "maru-react";
import { useState } from "react";
import { Field } from "../../components/field.js";
import { PasswordInput } from "../../components/password_input.js";
import { Problem } from "../../components/problem.js";
import { useI18n } from "../../i18n/use_i18n.js";
import { useForm } from "../../state/use_form.js";

/** A change ends all other sessions. */
export function Password({ onChanged }: { onChanged: () => void }) {
  const { t } = useI18n();
  const { auth } = useMaru();
  const { user } = useSession();
  const form = useForm({ wrong_password: "current_password" });
  const [isChanged, setChanged] = useState(false);

  const change = async (data: FormData) => {
    const body = {
      current_password: String(data.get("current_password")),
      new_password: String(data.get("new_password")),
    };
    await auth.POST("/api/auth/password/", { body });
    setChanged(true);
    onChanged();
  };
  return (
    <section class="card" aria-labelledby="password">
      <h2 id="password">{t("me.password")}</h2>
      <form
        class="form"
        noValidate
        onSubmit={(event) => {
          const fields = event.currentTarget;
          form.submit(event, async (data) => {
            await change(data);
            fields.reset();
          });
        }}
      >
        {/* For password managers: whose password this is. */}
        <input type="hidden" name="username" autocomplete="username" value={user?.username} />
        <Field label={t("me.current_password")} error={form.errorOf("current_password")}>
          {(attributes) => (
            <PasswordInput {...attributes} name="current_password" autocomplete="current-password" />
          )}
        </Field>
        <Field
          label={t("me.new_password")}
          hint={t("field.password_hint")}
          error={form.errorOf("new_password")}
        >
          {(attributes) => <PasswordInput {...attributes} name="new_password" autocomplete="new-password" />}
        </Field>
        {form.problem && <Problem error={form.problem} />}
        <div class="actions">
          <button type="submit" class="btn" aria-disabled={form.isBusy}>
            {t("me.change_password")}
          </button>
          <p class="small" role="status">
            {isChanged && t("me.password_changed")}
          </p>
        </div>
      </form>
    </section>
  );
}
