import { dataOf } from "maru-client";
import { useMaru } from "maru-react";
import { useCallback } from "react";
import { firstLetterOf } from "../../components/first_letter.js";
import { Problem } from "../../components/problem.js";
import { Skeleton } from "../../components/skeleton.js";
import { useI18n } from "../../i18n/use_i18n.js";
import { useLoaded } from "../../state/use_loaded.js";

export function Profile() {
  const { t, date } = useI18n();
  const { auth } = useMaru();
  const load = useCallback(() => dataOf(auth.GET("/api/auth/profile/")), [auth]);
  const { data, error, reload } = useLoaded(load);
  return (
    <section class="card profile" aria-labelledby="profile">
      <h2 id="profile" class="visually-hidden">
        {t("me.profile")}
      </h2>
      {error && <Problem error={error} retry={reload} />}
      {!data && !error && <Skeleton lines={2} />}
      {data && (
        <>
          <span class="voice-circle avatar" aria-hidden="true">
            {firstLetterOf(data.username)}
          </span>
          <div>
            <p class="profile-name">{data.username}</p>
            <p class="muted">{t("me.age_gender", { age: data.age, gender: t(`gender.${data.gender}`) })}</p>
            <p class="small muted">{t("me.since", { date: date(data.date_joined) })}</p>
          </div>
        </>
      )}
    </section>
  );
}
