import type { AuthMatch } from "maru-client";
import { useMaru } from "maru-react";
import { Problem } from "../../components/problem.js";
import { Sheet } from "../../components/sheet.js";
import { useI18n } from "../../i18n/use_i18n.js";
import { announce } from "../../state/announcer.js";
import { useAction } from "../../state/use_action.js";
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
  const { isBusy, error, run } = useAction();

  function send(work: () => Promise<unknown>, blocks: boolean): void {
    void run(async () => {
      await work();
      if (blocks) onBlocked();
      onClose();
    });
  }
  const block = () => send(() => auth.POST("/api/match/blocks/", { body: { username: name } }), true);
  const report = (body: Report) =>
    send(async () => {
      await auth.POST("/api/match/reports/", { body: { ...body, username: name } });
      announce(t("safety.sent"));
    }, body.block);

  return (
    <Sheet title={t("safety.title", { name })} onClose={onClose}>
      {error && <Problem error={error} />}
      <section class="sheet-section">
        <p>{t("safety.block_text", { name })}</p>
        <button type="button" class="btn btn-danger" aria-disabled={isBusy} onClick={block}>
          {t("safety.block", { name })}
        </button>
      </section>
      <section class="sheet-section" aria-labelledby="report">
        <h3 id="report">{t("safety.report_title")}</h3>
        <p class="muted small">{t("safety.report_text", { name })}</p>
        <ReportForm name={name} isBusy={isBusy} send={report} />
      </section>
    </Sheet>
  );
}
