import { Problem } from "../../components/problem.js";
import { Skeleton } from "../../components/skeleton.js";
import { useI18n } from "../../i18n/use_i18n.js";
import { type Changes, OLDEST, type Preferences, type Settings, YOUNGEST } from "./use_preferences.js";

const GENDERS = ["any", "female", "male"] as const;

/** "I'd like to talk with [anyone] between [20] and [35]": the words in brackets are the controls. */
export function PreferenceSentence({ preferences }: { preferences: Preferences }) {
  const { t, rich } = useI18n();
  const { settings, status, error, change, reload } = preferences;
  if (!settings) return error ? <Problem error={error} retry={reload} /> : <Skeleton lines={1} />;
  return (
    <div class="preference">
      <p class="wish">
        {rich("pref.sentence", {
          gender: <GenderWord settings={settings} change={change} />,
          min: (
            <AgeWord
              label={t("pref.min_label")}
              value={settings.age_min}
              from={YOUNGEST}
              to={settings.age_max}
              choose={(age_min) => change({ age_min })}
            />
          ),
          max: (
            <AgeWord
              label={t("pref.max_label")}
              value={settings.age_max}
              from={settings.age_min}
              to={OLDEST}
              choose={(age_max) => change({ age_max })}
            />
          ),
        })}
      </p>
      <p class="small muted preference-status" role="status">
        {status === "saving" && t("pref.saving")}
        {status === "saved" && t("pref.saved")}
      </p>
      {error && <Problem error={error} retry={reload} />}
    </div>
  );
}

function GenderWord({ settings, change }: { settings: Settings; change: (changes: Changes) => void }) {
  const { t } = useI18n();
  return (
    <select
      class="word"
      aria-label={t("pref.gender_label")}
      value={settings.preferred_gender}
      onChange={({ currentTarget }) =>
        change({ preferred_gender: currentTarget.value as Settings["preferred_gender"] })
      }
    >
      {GENDERS.map((gender) => (
        <option key={gender} value={gender}>
          {t(`pref.${gender}`)}
        </option>
      ))}
    </select>
  );
}

interface AgeWordProps {
  label: string;
  value: number;
  from: number;
  to: number;
  choose: (age: number) => void;
}

function AgeWord({ label, value, from, to, choose }: AgeWordProps) {
  return (
    <select
      class="word num"
      aria-label={label}
      value={value}
      onChange={({ currentTarget }) => choose(Number(currentTarget.value))}
    >
      {Array.from({ length: to - from + 1 }, (_, step) => from + step).map((age) => (
        <option key={age} value={age}>
          {age}
        </option>
      ))}
    </select>
  );
}
