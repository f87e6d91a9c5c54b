import { useSession } from "maru-react";
import { useEffect, useRef, useState } from "react";
import { Field } from "../../components/field.js";
import { PasswordInput } from "../../components/password_input.js";
import { Problem } from "../../components/problem.js";
import { Sheet } from "../../components/sheet.js";
import { useI18n } from "../../i18n/use_i18n.js";
import { useForm } from "../../state/use_form.js";

/** How long one can still change one's mind. */
const PAUSE_SECONDS = 5;

export function Deletion() {
  const { t } = useI18n();
  const [isOpen, setOpen] = useState(false);
  return (
    <section class="card" aria-labelledby="deletion">
      <h2 id="deletion">{t("me.delete")}</h2>
      <p class="muted">{t("me.delete_text")}</p>
      <div class="actions">
        <button type="button" class="btn" onClick={() => setOpen(true)}>
          {t("me.delete_start")}
        </button>
      </div>
      {isOpen && (
        <Sheet title={t("me.delete")} onClose={() => setOpen(false)}>
          <DeletionForm onCancel={() => setOpen(false)} />
        </Sheet>
      )}
    </section>
  );
}

/** The password, then a pause in which nothing is sent yet. Closing the sheet stops it, too. */
function DeletionForm({ onCancel }: { onCancel: () => void }) {
  const { t } = useI18n();
  const { deleteAccount } = useSession();
  const form = useForm({ wrong_password: "password" });
  const { seconds, wait } = usePause();
  const remove = async (data: FormData) => {
    await wait();
    await deleteAccount(String(data.get("password")));
  };
  return (
    <form class="form" noValidate onSubmit={(event) => form.submit(event, remove)}>
      <p>{t("me.delete_what")}</p>
      <Field label={t("field.password")} error={form.errorOf("password")}>
        {(attributes) => <PasswordInput {...attributes} name="password" autocomplete="current-password" />}
      </Field>
      {form.problem && <Problem error={form.problem} />}
      <p role="status">{seconds > 0 && t("me.delete_in", { seconds })}</p>
      <div class="actions">
        <button type="submit" class="btn btn-danger" aria-disabled={form.isBusy}>
          {t("me.delete_now")}
        </button>
        <button type="button" class="btn" onClick={onCancel}>
          {t("me.delete_cancel")}
        </button>
      </div>
    </form>
  );
}

/** Counts down; when the component goes meanwhile, `wait` never ends. */
function usePause(): { seconds: number; wait: () => Promise<void> } {
  const [seconds, setSeconds] = useState(0);
  const timer = useRef<ReturnType<typeof setInterval>>();
  useEffect(() => () => clearInterval(timer.current), []);
  const wait = () =>
    new Promise<void>((resolve) => {
      let left = PAUSE_SECONDS;
      setSeconds(left);
      timer.current = setInterval(() => {
        left -= 1;
        setSeconds(left);
        if (left > 0) return;
        clearInterval(timer.current);
        resolve();
      }, 1000);
    });
  return { seconds, wait };
}
