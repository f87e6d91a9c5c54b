import type { MatchSnapshot } from "maru-client";
import type { useMatch } from "maru-react";
import { Heading } from "../../components/heading.js";
import { Problem } from "../../components/problem.js";
import { useI18n } from "../../i18n/use_i18n.js";
import { useNow } from "../../state/now.js";
import { useAction } from "../../state/use_action.js";
import { Floor } from "./floor.js";
import { NotifyButton } from "./notify_button.js";
import { PreferenceSentence } from "./preference_sentence.js";
import { OLDEST, type Preferences, YOUNGEST } from "./use_preferences.js";
import { WIDEN } from "./widening.js";

interface WaitingProps {
  match: ReturnType<typeof useMatch>;
  preferences: Preferences;
}

export function Waiting({ match, preferences }: WaitingProps) {
  const { t, duration } = useI18n();
  const now = useNow();
  const { isBusy, error, run } = useAction();
  const { queuedAt, waiting = 0, fitting } = match;
  return (
    <div class="page talk">
      <div class="quiet-title">
        <Heading title={t("wait.title")}>{t("wait.title")}</Heading>
        {queuedAt !== undefined && (
          <p class="muted num">{t("wait.since", { time: duration((now - queuedAt) / 1000) })}</p>
        )}
      </div>
      <PreferenceSentence preferences={preferences} />
      <Floor waiting={waiting} fitting={fitting ?? 0} />
      <Facts match={match} />
      <Widening match={match} preferences={preferences} now={now} />
      {error && <Problem error={error} />}
      <div class="actions">
        <button type="button" class="btn" aria-disabled={isBusy} onClick={() => void run(match.leave)}>
          {t("wait.leave")}
        </button>
        <NotifyButton />
      </div>
      <p class="small muted talk-foot">{t("wait.hidden_hint")}</p>
    </div>
  );
}

/** Only numbers that the server knows; an unknown one is not there. */
function Facts({ match: { waiting = 0, fitting, estimateSeconds } }: { match: MatchSnapshot }) {
  const { t, number, duration } = useI18n();
  if (waiting <= 1) return <p class="muted">{t("wait.alone")}</p>;
  return (
    <>
      <dl class="facts">
        <div>
          <dd class="num">{number(waiting)}</dd>
          <dt>{t("wait.waiting", { count: waiting })}</dt>
        </div>
        {fitting !== undefined && (
          <div>
            <dd class="num">{number(fitting)}</dd>
            <dt>{t("wait.fitting", { count: fitting })}</dt>
          </div>
        )}
        {estimateSeconds !== undefined && (
          <div>
            <dd class="num">{duration(estimateSeconds)}</dd>
            <dt>{t("wait.estimate")}</dt>
          </div>
        )}
      </dl>
      {fitting === 0 && <p class="muted">{t("wait.none_fit")}</p>}
    </>
  );
}

/** The range grows by itself when the user asked for that at the join; else one press changes the settings. */
function Widening({ match, preferences, now }: WaitingProps & { now: number }) {
  const { t, duration } = useI18n();
  const { widensAt, widened } = match;
  if (widened) return <p class="muted">{t("wait.widened")}</p>;
  if (widensAt !== undefined && widensAt > now) {
    return <p class="muted num">{t("wait.widens_in", { time: duration((widensAt - now) / 1000) })}</p>;
  }
  const { settings, change } = preferences;
  if (!settings) return null;
  const min = Math.max(YOUNGEST, settings.age_min - WIDEN.years);
  const max = Math.min(OLDEST, settings.age_max + WIDEN.years);
  if (min === settings.age_min && max === settings.age_max) return null;
  return (
    <div class="widen">
      <button type="button" class="btn" onClick={() => change({ age_min: min, age_max: max })}>
        {t("wait.widen")}
      </button>
      <p class="small muted">{t("wait.widen_hint", { min, max })}</p>
    </div>
  );
}
