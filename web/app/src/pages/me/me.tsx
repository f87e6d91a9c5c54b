import { useSession } from "maru-react";
import { useState } from "react";
import { Link, Redirect } from "wouter-preact";
import { Heading } from "../../components/heading.js";
import { Skeleton } from "../../components/skeleton.js";
import { useI18n } from "../../i18n/use_i18n.js";
import { logInPath } from "../account/next.js";
import { Blocks } from "./blocks.js";
import { Deletion } from "./deletion.js";
import { Export } from "./export.js";
import { Look } from "./look.js";
import { Password } from "./password.js";
import { Preferences } from "./preferences.js";
import { Profile } from "./profile.js";
import { Sessions } from "./sessions.js";

export function Me() {
  const { t } = useI18n();
  const { status, logOut } = useSession();
  const [passwords, setPasswords] = useState(0); // a change ends the other sessions
  if (status === "guest") return <Redirect to={logInPath("/me")} replace />;
  return (
    <div class="page me">
      <Heading title={t("me.title")}>{t("me.title")}</Heading>
      {status === "starting" ? <Skeleton /> : <Profile />}
      <nav class="actions" aria-label={t("me.more")}>
        <Link href="/my-images" class="btn btn-small">
          {t("me.my_images")}
        </Link>
        <Link href="/calls" class="btn btn-small">
          {t("calls.title")}
        </Link>
        <Link href="/rules" class="btn btn-small">
          {t("me.rules")}
        </Link>
        <button type="button" class="btn btn-small" onClick={() => void logOut()}>
          {t("me.log_out")}
        </button>
      </nav>
      <div class="me-cards">
        {status === "user" && <Preferences />}
        <Look />
        {status === "user" && (
          <>
            <Password onChanged={() => setPasswords(passwords + 1)} />
            <Sessions key={passwords} />
            <Blocks />
            <Export />
            <Deletion />
          </>
        )}
      </div>
    </div>
  );
}
