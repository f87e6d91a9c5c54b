import { type AuthMatch, dataOf, MaruError } from "maru-client";
import { useMaru } from "maru-react";
import { useCallback } from "react";
import { Problem } from "../../components/problem.js";
import { Skeleton } from "../../components/skeleton.js";
import { useI18n } from "../../i18n/use_i18n.js";
import { announce } from "../../state/announcer.js";
import { useAction } from "../../state/use_action.js";
import { useLoaded } from "../../state/use_loaded.js";
import { deviceNameOf } from "./device_name.js";

type Device = AuthMatch["schemas"]["Session"];

/** Where the account is signed in; each but this one can be ended from here. */
export function Sessions() {
  const { t } = useI18n();
  const { auth } = useMaru();
  const load = useCallback(() => dataOf(auth.GET("/api/auth/sessions/")), [auth]);
  const { data, error, reload, change } = useLoaded(load);
  const action = useAction();
  const end = (ended: Device) =>
    void action.run(async () => {
      await auth
        .DELETE("/api/auth/sessions/{sid}/", { params: { path: { sid: ended.sid } } })
        .catch((failure: unknown) => {
          if (!(failure instanceof MaruError && failure.status === 404)) throw failure; // it has ended already
        });
      change((devices) => devices.filter(({ sid }) => sid !== ended.sid));
      announce(t("me.session_ended"));
    });
  return (
    <section class="card" aria-labelledby="sessions">
      <h2 id="sessions">{t("me.sessions")}</h2>
      {error && <Problem error={error} retry={reload} />}
      {!data && !error && <Skeleton lines={2} />}
      {action.error && <Problem error={action.error} />}
      {data && (
        <ul class="rows">
          {data.map((device) => (
            <SessionRow key={device.sid} device={device} end={() => end(device)} />
          ))}
        </ul>
      )}
    </section>
  );
}

function SessionRow({ device, end }: { device: Device; end: () => void }) {
  const { t, moment } = useI18n();
  const name = deviceNameOf(device.device_label ?? "") || t("me.unknown_device");
  const used = t("me.session_used", { time: moment(device.last_used_at) });
  return (
    <li class="row">
      <span>
        {name} <span class="small muted">{device.current ? t("me.session_here") : used}</span>
      </span>
      {!device.current && (
        <button
          type="button"
          class="btn btn-small"
          aria-label={t("me.end_session_name", { name })}
          onClick={end}
        >
          {t("me.end_session")}
        </button>
      )}
    </li>
  );
}
