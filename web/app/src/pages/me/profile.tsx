import { type AuthMatch, dataOf } from "maru-client";
import { useMaru } from "maru-react";
import { useCallback, useState } from "react";
import { firstLetterOf } from "../../components/first_letter.js";
import { Problem } from "../../components/problem.js";
import { Sheet } from "../../components/sheet.js";
import { Skeleton } from "../../components/skeleton.js";
import { useI18n } from "../../i18n/use_i18n.js";
import { announce } from "../../state/announcer.js";
import { useLoaded } from "../../state/use_loaded.js";
import { ProfileForm } from "./profile_form.js";

export type ProfileData = AuthMatch["schemas"]["Profile"];

export function Profile() {
  const { t } = useI18n();
  const { auth } = useMaru();
  const load = useCallback(() => dataOf(auth.GET("/api/auth/profile/")), [auth]);
  const { data, error, reload, change } = useLoaded(load);
  const [isEditing, setEditing] = useState(false);
  return (
    <section class="card profile" aria-labelledby="profile">
      <h2 id="profile" class="visually-hidden">
        {t("me.profile")}
      </h2>
      {error && <Problem error={error} retry={reload} />}
      {!data && !error && <Skeleton lines={2} />}
      {data && (
        <>
          <Facts profile={data} />
          <button type="button" class="btn btn-small" onClick={() => setEditing(true)}>
            {t("me.edit")}
          </button>
        </>
      )}
      {data && isEditing && (
        <Sheet title={t("me.edit_title")} onClose={() => setEditing(false)}>
          <ProfileForm
            profile={data}
            onSaved={(saved) => {
              change(() => saved);
              setEditing(false);
              announce(t("pref.saved"));
            }}
          />
        </Sheet>
      )}
    </section>
  );
}

function Facts({ profile }: { profile: ProfileData }) {
  const { t, date } = useI18n();
  return (
    <>
      <span class="voice-circle avatar" aria-hidden="true">
        {firstLetterOf(profile.username)}
      </span>
      <div>
        <p class="profile-name">{profile.username}</p>
        <p class="muted">{t("me.age_gender", { age: profile.age, gender: t(`gender.${profile.gender}`) })}</p>
        <p class="small muted">{t("me.since", { date: date(profile.date_joined) })}</p>
      </div>
    </>
  );
}
