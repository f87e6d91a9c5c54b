import { dataOf, type Maru } from "maru-client";
import { useMaru, useSession } from "maru-react";
import { Icon } from "../../components/icon.js";
import { Problem } from "../../components/problem.js";
import { useI18n } from "../../i18n/use_i18n.js";
import { useAction } from "../../state/use_action.js";

/** All that both services keep about the user, as one JSON file. */
export function Export() {
  const { t } = useI18n();
  const maru = useMaru();
  const { user } = useSession();
  const { isBusy, error, run } = useAction();
  return (
    <section class="card" aria-labelledby="export">
      <h2 id="export">{t("me.export")}</h2>
      <p class="muted">{t("me.export_text")}</p>
      {error && <Problem error={error} />}
      <div class="actions">
        <button
          type="button"
          class="btn"
          aria-disabled={isBusy}
          onClick={() =>
            void run(async () => download(`maru-${user?.username ?? ""}.json`, await exported(maru)))
          }
        >
          <Icon name="download" /> {t(isBusy ? "me.export_busy" : "me.export_start")}
        </button>
      </div>
    </section>
  );
}

/** Both documents as they were sent, in one. */
async function exported({ auth, images }: Maru): Promise<Blob> {
  const [account, community] = await Promise.all([
    dataOf(auth.GET("/api/auth/export/", { parseAs: "text" })),
    dataOf(images.GET("/api/v1/me/export", { parseAs: "text" })),
  ]);
  const document = `{"auth-match":${account},"image-community":${community}}`;
  return new Blob([document], { type: "application/json" });
}

function download(name: string, file: Blob): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000); // the browser reads it after the click
}
