import type { SignUpFields } from "maru-client";
import { useSession } from "maru-react";
import { Link, Redirect, useSearch } from "wouter-preact";
import { Field } from "../../components/field.js";
import { Heading } from "../../components/heading.js";
import { PasswordInput } from "../../components/password_input.js";
import { Problem } from "../../components/problem.js";
import { useI18n } from "../../i18n/use_i18n.js";
import { type Form, numberOrText, useForm } from "../../state/use_form.js";
import { useNext } from "./next.js";

export function SignUp() {
  const { t } = useI18n();
  const { status, signUp } = useSession();
  const next = useNext();
  const search = useSearch(); // the way back goes along
  const form = useForm({ username_taken: "username", username_looks_taken: "username" });
  if (status === "user") return <Redirect to={next} replace />;
  return (
    <div class="page narrow">
      <Heading title={t("signup.title")}>{t("signup.title")}</Heading>
      <p class="muted">{t("signup.lead")}</p>
      <form
        class="form"
        noValidate
        onSubmit={(event) => form.submit(event, (data) => signUp(fieldsOf(data)))}
      >
        <Fields form={form} />
        {form.problem && <Problem error={form.problem} />}
        <button type="submit" class="btn btn-primary" aria-disabled={form.isBusy}>
          {t("signup.submit")}
        </button>
      </form>
      <p class="small muted">
        {t("signup.have_account")} <Link href={`/log-in${search && `?${search}`}`}>{t("login.title")}</Link>
      </p>
    </div>
  );
}

function Fields({ form }: { form: Form }) {
  const { t } = useI18n();
  return (
    <>
      <Field label={t("field.username")} hint={t("field.username_hint")} error={form.errorOf("username")}>
        {(attributes) => (
          <input
            {...attributes}
            name="username"
            autocomplete="username"
            autocapitalize="none"
            spellcheck={false}
          />
        )}
      </Field>
      <Field label={t("field.password")} hint={t("field.password_hint")} error={form.errorOf("password")}>
        {(attributes) => <PasswordInput {...attributes} name="password" autocomplete="new-password" />}
      </Field>
      <div class="field-row">
        <Field label={t("field.age")} hint={t("field.age_hint")} error={form.errorOf("age")}>
          {(attributes) => <input {...attributes} name="age" inputMode="numeric" autocomplete="off" />}
        </Field>
        <Field label={t("field.gender")} error={form.errorOf("gender")}>
          {(attributes) => (
            <select {...attributes} name="gender">
              <option value="">{t("field.gender_choose")}</option>
              <option value="female">{t("gender.female")}</option>
              <option value="male">{t("gender.male")}</option>
            </select>
          )}
        </Field>
      </div>
    </>
  );
}

/** As they are: the server says what is wrong with them, in one answer. */
function fieldsOf(data: FormData): SignUpFields {
  const text = (name: string) => String(data.get(name) ?? "");
  const age = text("age").trim();
  return {
    username: text("username").trim(),
    password: text("password"),
    ...(age !== "" && { age: numberOrText(age) }),
    ...(text("gender") !== "" && { gender: text("gender") }),
  } as SignUpFields;
}
