import { useEffect, useId, useState } from "react";
import { Icon } from "../../components/icon.js";
import { useI18n } from "../../i18n/use_i18n.js";

const TYPES = "image/jpeg,image/png,image/webp,image/gif,image/avif";

interface FilePickerProps {
  file: File | undefined;
  error: string | undefined;
  choose: (file: File) => void;
}

/** A file by the dialog, by dropping it, or by pasting it anywhere on the page; then its preview. */
export function FilePicker({ file, error, choose }: FilePickerProps) {
  const { t } = useI18n();
  const id = useId();
  const [isOver, setOver] = useState(false);
  usePaste(choose);
  return (
    <div class="field">
      {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping is one way more; the input is the one for keys */}
      <div
        class={isOver ? "drop drop-over" : "drop"}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={(event) => {
          event.preventDefault();
          setOver(false);
          const [dropped] = event.dataTransfer?.files ?? [];
          if (dropped) choose(dropped);
        }}
      >
        <input
          id={id}
          class="drop-input"
          type="file"
          accept={TYPES}
          aria-describedby={error ? `${id}-error ${id}-hint` : `${id}-hint`}
          aria-invalid={error ? true : undefined}
          onChange={({ currentTarget }) => {
            const [chosen] = currentTarget.files ?? [];
            if (chosen) choose(chosen);
          }}
        />
        <label for={id}>
          {file ? <Preview file={file} /> : <Icon name="image" />}
          <span>{t(file ? "upload.another" : "upload.file")}</span>
        </label>
      </div>
      {error && (
        <p class="field-error" id={`${id}-error`}>
          {error}
        </p>
      )}
      <p class="field-hint" id={`${id}-hint`}>
        {t("upload.file_hint")}
      </p>
    </div>
  );
}

function Preview({ file }: { file: File }) {
  const { t } = useI18n();
  const [address, setAddress] = useState<string>();
  const [isBroken, setBroken] = useState(false); // the server says what is wrong with it
  useEffect(() => {
    const made = URL.createObjectURL(file);
    setAddress(made);
    setBroken(false);
    return () => URL.revokeObjectURL(made);
  }, [file]);
  if (!address || isBroken) return <span>{file.name}</span>;
  return <img src={address} alt={t("upload.preview", { name: file.name })} onError={() => setBroken(true)} />;
}

function usePaste(choose: (file: File) => void): void {
  useEffect(() => {
    const pasted = ({ clipboardData }: ClipboardEvent): void => {
      const file = [...(clipboardData?.files ?? [])].find(({ type }) => type.startsWith("image/"));
      if (file) choose(file);
    };
    addEventListener("paste", pasted);
    return () => removeEventListener("paste", pasted);
  });
}
