import type { JSX } from "preact";
import { useState } from "react";
import { useI18n } from "../i18n/use_i18n.js";
import { Icon } from "./icon.js";

export function PasswordInput(attributes: JSX.IntrinsicElements["input"]) {
  const { t } = useI18n();
  const [isShown, setShown] = useState(false);
  return (
    <div class="password">
      <input {...attributes} type={isShown ? "text" : "password"} autocapitalize="none" spellcheck={false} />
      <button
        type="button"
        class="icon-button"
        aria-label={t(isShown ? "field.password_hide" : "field.password_show")}
        onClick={() => setShown(!isShown)}
      >
        <Icon name={isShown ? "eyeOff" : "eye"} />
      </button>
    </div>
  );
}
