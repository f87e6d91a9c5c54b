import type { Image } from "maru-client";
import { useSession, useUpload } from "maru-react";
import { useEffect, useMemo, useState } from "react";
import { Redirect, useLocation } from "wouter-preact";
import { Heading } from "../../components/heading.js";
import { Problem } from "../../components/problem.js";
import { Skeleton } from "../../components/skeleton.js";
import { fieldSentenceOf } from "../../i18n/problems.js";
import { useI18n } from "../../i18n/use_i18n.js";
import { markFeedsStale } from "../../images/feeds.js";
import { announce } from "../../state/announcer.js";
import { useOnline } from "../../state/online.js";
import { logInPath } from "../account/next.js";
import { clearDraft, keepDraft, keptDraft } from "./draft.js";
import { FilePicker } from "./file_picker.js";
import { fieldsOf, ImageFields } from "./image_fields.js";
import { SendingBar } from "./sending_bar.js";

export function Upload() {
  const { t } = useI18n();
  const { status, user } = useSession();
  if (status === "guest") return <Redirect to={logInPath("/upload")} replace />;
  return (
    <div class="page upload">
      <Heading title={t("upload.title")}>{t("upload.title")}</Heading>
      {user ? <UploadForm user={user.id} /> : <Skeleton />}
    </div>
  );
}

function UploadForm({ user }: { user: number }) {
  const i18n = useI18n();
  const { t } = i18n;
  const isOnline = useOnline();
  const [file, setFile] = useState<File>();
  const [isMissing, setMissing] = useState(false);
  const first = useMemo(() => keptDraft(user), [user]);
  const { status, progress, image, error, upload, abort } = useUpload();
  const isSending = status === "sending";
  useOpened(user, image);

  const fileError = isMissing ? t("upload.choose") : undefined;
  const wrongFile = error && FILE_CODES.has(error.code) ? error : undefined;
  const errorOf = (field: string) => {
    const wrong = error?.fields?.find((each) => each.field === field);
    return wrong && fieldSentenceOf(wrong, i18n);
  };
  const rest = error && !wrongFile && !error.fields?.length ? error : undefined;

  function submit(event: SubmitEvent): void {
    event.preventDefault();
    if (isSending || !isOnline) return;
    const form = event.currentTarget as HTMLFormElement;
    setMissing(!file);
    if (file) void upload(file, fieldsOf(new FormData(form)));
    else form.querySelector<HTMLInputElement>("[type=file]")?.focus();
  }

  return (
    <form
      class="form"
      noValidate
      onSubmit={submit}
      onInput={({ currentTarget }) => keepDraft(user, currentTarget)}
    >
      <FilePicker
        file={file}
        error={fileError ?? (wrongFile && t(`upload.${wrongFile.code as FileCode}`))}
        choose={(chosen) => {
          setFile(chosen);
          setMissing(false);
        }}
      />
      <ImageFields form={{ errorOf }} first={first} />
      {rest && <Problem error={rest} />}
      {isSending ? (
        <SendingBar progress={progress} abort={abort} />
      ) : (
        <div class="actions">
          <button type="submit" class="btn btn-primary" aria-disabled={!isOnline}>
            {t("upload.submit")}
          </button>
          {!isOnline && <p class="small muted">{t("upload.offline")}</p>}
        </div>
      )}
    </form>
  );
}

/** Refusals that are about the file, and have a sentence that says what to do. */
const FILE_CODES = new Set<string>([
  "too_large",
  "image_too_large",
  "unreadable_image",
  "unsupported_media_type",
]);
type FileCode = "too_large" | "image_too_large" | "unreadable_image" | "unsupported_media_type";

/** The image's own page is where it is seen and corrected; a step back leads before the form. */
function useOpened(user: number, image: Image | undefined): void {
  const { t } = useI18n();
  const [, go] = useLocation();
  useEffect(() => {
    if (!image) return;
    clearDraft(user);
    markFeedsStale();
    announce(t("upload.done"));
    go(`/images/${image.id}`, { replace: true });
  }, [user, image, go, t]);
}
