import { useEffect, useState } from "react";
import { Field } from "../../components/field.js";
import { useI18n } from "../../i18n/use_i18n.js";
import { chooseMicrophone } from "../../talk/chosen_microphone.js";

/** The devices of that kind, and again when one is plugged in. Their names are known once the microphone is open. */
export function useDevices(kind: MediaDeviceKind): readonly MediaDeviceInfo[] {
  const [devices, setDevices] = useState<readonly MediaDeviceInfo[]>([]);
  useEffect(() => {
    if (!("mediaDevices" in navigator)) return; // plain http
    const { mediaDevices } = navigator;
    const read = () => {
      mediaDevices.enumerateDevices().then(
        (all) => setDevices(all.filter((each) => each.kind === kind)),
        () => undefined, // the browser says nothing of devices: the one in use stays
      );
    };
    read();
    mediaDevices.addEventListener("devicechange", read);
    return () => mediaDevices.removeEventListener("devicechange", read);
  }, [kind]);
  return devices;
}

export function MicrophoneSelect({
  value,
  choose,
}: {
  value: string | undefined;
  choose: (deviceId: string) => void;
}) {
  const { t } = useI18n();
  const devices = useDevices("audioinput");
  if (devices.length === 0) return null;
  return (
    <Field label={t("mic.device")}>
      {(attributes) => (
        <select
          {...attributes}
          value={value ?? ""}
          onChange={({ currentTarget }) => {
            chooseMicrophone(currentTarget.value);
            choose(currentTarget.value);
          }}
        >
          {devices.map(({ deviceId, label }) => (
            <option key={deviceId} value={deviceId}>
              {label || t("mic.default_device")}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}
