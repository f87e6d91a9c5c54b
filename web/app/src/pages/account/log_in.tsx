import { useSession } from "maru-react";
import { Link, Redirect, useSearch, useSearchParams } from "wouter-preact";
import { Field } from "../../components/field.js";
import { Heading } from "../../components/heading.js";
import { PasswordInput } from "../../components/password_input.js";
import { Problem } from "../../components/problem.js";
import { useI18n } from "../../i18n/use_i18n.js";
import { useForm } from "../../state/use_form.js";
import { useNext } from "./next.js";

export function LogIn() {
  const { t } = useI18n();
  const { status, logIn } = useSession();
  const next = useNext();
  const search = useSearch(); // the way back goes along
  const form = useForm();
  const why = useWhy();
  if (status === "user") return <Redirect to={next} replace />;
  return (
    <div class="page narrow">
      <Heading title={t("login.title")}>{t("login.title")}</Heading>
      {why && (
        <p class="notice" role="status">
          {why}
        </p>
      )}
      <form
        class="form"
        noValidate
        onSubmit={(event) =>
          form.submit(event, (data) =>
            logIn({ username: String(data.get("username")).trim(), password: String(data.get("password")) }),
          )
        }
      >
        <Field label={t("field.username")} error={form.errorOf("username")}>
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
        <Field label={t("field.password")} error={form.errorOf("password")}>
          {(attributes) => <PasswordInput {...attributes} name="password" autocomplete="current-password" />}
        </Field>
        {form.problem && <Problem error={form.problem} />}
        <button type="submit" class="btn btn-primary" aria-disabled={form.isBusy}>
          {t("login.submit")}
        </button>
      </form>
      <p class="small muted">
        {t("login.no_account")} <Link href={`/sign-up${search && `?${search}`}`}>{t("signup.title")}</Link>
      </p>
    </div>
  );
}

/** One sentence, for who did not come here by themselves. */
function useWhy(): string | undefined {
  const { t } = useI18n();
  const { endedBecause } = useSession();
  const [query] = useSearchParams();
  if (endedBecause === "session_ended") return t("login.ended");
  if (endedBecause === "account_deleted") return t("login.deleted");
  if (endedBecause === "logged_out") return t("login.logged_out");
  return query.get("for") === "talk" ? t("login.needed") : undefined;
}
