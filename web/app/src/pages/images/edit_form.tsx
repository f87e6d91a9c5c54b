import { dataOf, type Image } from "maru-client";
import { useMaru } from "maru-react";
import { Problem } from "../../components/problem.js";
import { useI18n } from "../../i18n/use_i18n.js";
import { changeInFeeds } from "../../images/feeds.js";
import { useForm } from "../../state/use_form.js";
import { fieldsOf, ImageFields } from "./image_fields.js";

/** Corrects what was written beside the image; the image itself stays. */
export function EditForm({ image, onSaved }: { image: Image; onSaved: (image: Image) => void }) {
  const { t } = useI18n();
  const { images } = useMaru();
  const form = useForm();
  const save = async (data: FormData) => {
    const { prompt, model_name, is_tournament_opt_in } = fieldsOf(data);
    const body = { prompt, model_name: model_name ?? null, is_tournament_opt_in };
    const path = { image_id: image.id };
    const saved = await dataOf(images.PATCH("/api/v1/images/{image_id}", { params: { path }, body }));
    changeInFeeds(saved);
    onSaved(saved);
  };
  return (
    <form class="form" noValidate onSubmit={(event) => form.submit(event, save)}>
      <ImageFields form={form} first={image} />
      {form.problem && <Problem error={form.problem} />}
      <button type="submit" class="btn btn-primary" aria-disabled={form.isBusy}>
        {t("action.save")}
      </button>
    </form>
  );
}
