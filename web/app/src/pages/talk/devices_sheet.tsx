import { useState } from "react";
import { Field } from "../../components/field.js";
import { Sheet } from "../../components/sheet.js";
import { useI18n } from "../../i18n/use_i18n.js";
import { useAction } from "../../state/use_action.js";
import { type ShownCall, useCurrentCall } from "../../talk/use_current_call.js";
import { LevelMeter } from "./level_meter.js";
import { MicrophoneProblem } from "./microphone_problem.js";
import { MicrophoneSelect, useDevices } from "./microphone_select.js";

/** A device that fails is said here; the call goes on with the one before. */
export function DevicesSheet({ call, now, onClose }: ShownCall & { onClose: () => void }) {
  const { t } = useI18n();
  const { error, run } = useAction();
  const [wanted, setWanted] = useState<string>();
  const choose = (device: string | undefined) => {
    setWanted(device);
    void run(() => call.setMicrophone(device));
  };
  return (
    <Sheet title={t("call.devices_title")} onClose={onClose}>
      <MicrophoneSelect value={now.microphone} choose={choose} />
      <LevelMeter level={Math.min(1, Math.sqrt(now.levels.mine * 2))} />
      {error && <MicrophoneProblem error={error} retry={() => choose(wanted)} />}
      {"setSinkId" in HTMLMediaElement.prototype && <SpeakerSelect />}
    </Sheet>
  );
}

function SpeakerSelect() {
  const { t } = useI18n();
  const { hearing } = useCurrentCall();
  const devices = useDevices("audiooutput");
  const [chosen, setChosen] = useState(hearing.speaker);
  if (devices.length === 0) return null;
  return (
    <Field label={t("call.speaker")}>
      {(attributes) => (
        <select
          {...attributes}
          value={chosen}
          onChange={({ currentTarget: { value } }) => {
            setChosen(value);
            hearing.setSpeaker(value);
          }}
        >
          <option value="">{t("call.default_speaker")}</option>
          {devices
            .filter(({ deviceId }) => deviceId !== "" && deviceId !== "default")
            .map(({ deviceId, label }) => (
              <option key={deviceId} value={deviceId}>
                {label}
              </option>
            ))}
        </select>
      )}
    </Field>
  );
}
