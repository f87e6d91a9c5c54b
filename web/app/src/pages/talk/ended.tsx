import type { CallSnapshot } from "maru-client";
import { useStore } from "maru-react";
import { useEffect, useState } from "react";
import { firstLetterOf } from "../../components/first_letter.js";
import { Heading } from "../../components/heading.js";
import { Problem } from "../../components/problem.js";
import { type I18n, useI18n } from "../../i18n/use_i18n.js";
import { announce } from "../../state/announcer.js";
import { talkingSince } from "../../talk/since.js";
import { type ShownCall, useCurrentCall } from "../../talk/use_current_call.js";
import { SafetySheet } from "./safety_sheet.js";
import { useJoin } from "./use_join.js";

/** Why the call is over, and the next step. */
export function Ended({ now }: ShownCall) {
  const i18n = useI18n();
  const { t, duration } = i18n;
  const current = useCurrentCall();
  const { hasBlocked = false } = useStore(current);
  const [isReporting, setReporting] = useState(false);
  const { join, isJoining, error } = useJoin();
  const [endedAt] = useState(Date.now);
  const sentence = sentenceOfEnd(now, hasBlocked, i18n);
  useEffect(() => announce(sentence), [sentence]);
  return (
    <div class="page talk ended">
      <span class="voice-circle" aria-hidden="true">
        {firstLetterOf(now.partner ?? t("call.someone"))}
      </span>
      <Heading title={t("ended.title")}>{t("ended.title")}</Heading>
      <p class="lead">{sentence}</p>
      {now.connectedAt !== undefined && (
        <p class="muted num">
          {t("ended.lasted", { time: duration((endedAt - talkingSince(now.room, now.connectedAt)) / 1000) })}
        </p>
      )}
      {error && <Problem error={error} />}
      <div class="actions">
        <button
          type="button"
          class="btn btn-primary btn-large"
          aria-disabled={isJoining}
          onClick={() => join(current.forget)} // not before: a refusal is said here
        >
          {t("ended.again")}
        </button>
        <button type="button" class="btn btn-large" onClick={current.forget}>
          {t("ended.done")}
        </button>
      </div>
      {now.partner !== undefined && !hasBlocked && (
        <button type="button" class="btn btn-quiet" onClick={() => setReporting(true)}>
          {t("ended.report", { name: now.partner })}
        </button>
      )}
      {isReporting && now.partner !== undefined && (
        <SafetySheet name={now.partner} onBlocked={current.setBlocked} onClose={() => setReporting(false)} />
      )}
    </div>
  );
}

function sentenceOfEnd(
  { endedBecause = "room_gone", partner }: CallSnapshot,
  hasBlocked: boolean,
  { t }: I18n,
): string {
  const name = partner ?? t("call.someone");
  if (hasBlocked) return t("ended.blocked", { name });
  return endedBecause === "partner_left" ? t("ended.partner_left", { name }) : t(`ended.${endedBecause}`);
}
