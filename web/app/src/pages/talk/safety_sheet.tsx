import { type AuthMatch, MaruError } from "maru-client";
import { useMaru } from "maru-react";
import { useState } from "react";
import { Problem } from "../../components/problem.js";
import { Sheet } from "../../components/sheet.js";
import { useI18n } from "../../i18n/use_i18n.js";
import { announce } from "../../state/announcer.js";
import { ReportForm } from "./report_form.js";

export type Report = Pick<AuthMatch["schemas"]["ReportRequest"], "reason" | "details" | "block">;

interface SafetySheetProps {
  name: string;
  onBlocked: () => void;
  onClose: () => void;
}

/** Both in one place: who is upset does not look for a menu. */
export function SafetySheet({ name, onBlocked, onClose }: SafetySheetProps) {
  const { t } = useI18n();
  const { auth } = useMaru();
  const [error, setError] = useState<MaruError>();

  async function run(work: () => Promise<unknown>, blocks: boolean): Promise<void> {
    setError(undefined);
    try {
      await work();
      if (blocks) onBlocked();
      onClose();
    } catch (failure) {
      if (!(failure instanceof MaruError)) throw failure;
      setError(failure);
    }
  }
  const block = () => run(() => auth.POST("/api/match/blocks/", { body: { username: name } }), true);
  const report = (body: Report) =>
    run(async () => {
      await auth.POST("/api/match/reports/", { body: { ...body, username: name } });
      announce(t("safety.sent"));
    }, body.block);

  return (
    <Sheet title={t("safety.title", { name })} onClose={onClose}>
      {error && <Problem error={error} />}
      <section class="sheet-section">
        <p>{t("safety.block_text", { name })}</p>
        <button type="button" class="btn btn-danger" onClick={() => void block()}>
          {t("safety.block", { name })}
        </button>
      </section>
      <section class="sheet-section" aria-labelledby="report">
        <h3 id="report">{t("safety.report_title")}</h3>
        <p class="muted small">{t("safety.report_text", { name })}</p>
        <ReportForm name={name} send={(body) => void report(body)} />
      </section>
    </Sheet>
  );
}
