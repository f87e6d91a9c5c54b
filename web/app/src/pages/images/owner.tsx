import type { Image } from "maru-client";
import { useMaru } from "maru-react";
import { useState } from "react";
import { useLocation } from "wouter-preact";
import { Icon } from "../../components/icon.js";
import { Problem } from "../../components/problem.js";
import { Sheet } from "../../components/sheet.js";
import { useI18n } from "../../i18n/use_i18n.js";
import { removeFromFeeds } from "../../images/feeds.js";
import { announce } from "../../state/announcer.js";
import { useAction } from "../../state/use_action.js";
import { EditForm } from "./edit_form.js";

/** What the owner alone can do. */
export function Owner({ image, onChange }: { image: Image; onChange: (image: Image) => void }) {
  const { t } = useI18n();
  const [open, setOpen] = useState<"edit" | "delete">();
  const close = () => setOpen(undefined);
  return (
    <div class="actions">
      <button type="button" class="btn btn-small" onClick={() => setOpen("edit")}>
        <Icon name="pencil" /> {t("image.edit")}
      </button>
      <button type="button" class="btn btn-small" onClick={() => setOpen("delete")}>
        <Icon name="trash" /> {t("image.delete")}
      </button>
      {open === "edit" && (
        <Sheet title={t("image.edit_title")} onClose={close}>
          <EditForm
            image={image}
            onSaved={(saved) => {
              onChange(saved);
              close();
              announce(t("pref.saved"));
            }}
          />
        </Sheet>
      )}
      {open === "delete" && (
        <Sheet title={t("image.delete_title")} onClose={close}>
          <Deletion id={image.id} onCancel={close} />
        </Sheet>
      )}
    </div>
  );
}

function Deletion({ id, onCancel }: { id: number; onCancel: () => void }) {
  const { t } = useI18n();
  const { images } = useMaru();
  const [, go] = useLocation();
  const { isBusy, error, run } = useAction();
  const remove = () =>
    void run(async () => {
      await images.DELETE("/api/v1/images/{image_id}", { params: { path: { image_id: id } } });
      removeFromFeeds(id);
      announce(t("image.deleted"));
      go("/my-images", { replace: true });
    });
  return (
    <>
      <p>{t("image.delete_text")}</p>
      {error && <Problem error={error} />}
      <div class="actions">
        <button type="button" class="btn btn-danger" aria-disabled={isBusy} onClick={remove}>
          {t("me.delete_now")}
        </button>
        <button type="button" class="btn" onClick={onCancel}>
          {t("image.keep")}
        </button>
      </div>
    </>
  );
}
