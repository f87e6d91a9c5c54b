import type { MatchSnapshot } from "maru-client";
import { useMatch, useSession } from "maru-react";
import { useEffect } from "react";
import { Redirect } from "wouter-preact";
import { Heading } from "../../components/heading.js";
import { Skeleton } from "../../components/skeleton.js";
import { useI18n } from "../../i18n/use_i18n.js";
import { useOnline } from "../../state/online.js";
import { hasAcceptedRules } from "../../state/rules.js";
import { useCurrentCall, useShownCall } from "../../talk/use_current_call.js";
import { CallView } from "./call_view.js";
import { Ended } from "./ended.js";
import { Idle } from "./idle.js";
import { InRoom } from "./in_room.js";
import { NoticeLine } from "./notice_line.js";
import { OfferView } from "./offer_view.js";
import { Closed, TakenOver } from "./stopped.js";
import { usePreferences } from "./use_preferences.js";
import { Waiting } from "./waiting.js";

/** The way from "whom" to "the call is over". What is shown is what the server says, never a step of our own. */
export function Talk() {
  const { status, user } = useSession();
  if (status === "starting") return <Opening />;
  if (!user) return <Redirect to="/log-in?for=talk" replace />;
  if (!hasAcceptedRules(user.id)) return <Redirect to="/rules" replace />;
  return <TalkOf key={user.id} />;
}

function TalkOf() {
  const current = useCurrentCall();
  const match = useMatch();
  const shown = useShownCall();
  const preferences = usePreferences();
  useEffect(() => current.follow(), [current]);

  if (shown && shown.now.phase !== "over") return <CallView {...shown} />;
  if (shown?.now.endedBecause === "taken_over") return <TakenOver />;
  if (shown) return <Ended {...shown} />;
  if (match.connection === "closed") {
    return match.closedBecause === "taken_over" ? <TakenOver /> : <Closed because={match.closedBecause} />;
  }
  if (!isKnown(match)) return <Opening isFailing={match.connection === "retrying"} />;
  return (
    <>
      <Retrying connection={match.connection} />
      <NoticeLine notice={match.notice} dismiss={match.dismissNotice} />
      <ByStatus match={match} preferences={preferences} />
    </>
  );
}

function ByStatus({
  match,
  preferences,
}: {
  match: ReturnType<typeof useMatch>;
  preferences: ReturnType<typeof usePreferences>;
}) {
  if (match.status === "offered" && match.offer)
    return <OfferView key={match.offer.id} offer={match.offer} />;
  if (match.status === "queued") return <Waiting match={match} preferences={preferences} />;
  if (match.status === "idle") return <Idle preferences={preferences} />;
  return match.status === "in_room" ? <InRoom /> : <Opening />;
}

/** The first `state` says how many wait; before it nothing is known. */
function isKnown({ waiting }: MatchSnapshot): boolean {
  return waiting !== undefined;
}

function Opening({ isFailing = false }: { isFailing?: boolean }) {
  const { t } = useI18n();
  const isOnline = useOnline();
  return (
    <div class="page">
      <Heading title={t("talk.title")}>{t("talk.title")}</Heading>
      <Skeleton />
      {(isFailing || !isOnline) && <p class="muted">{t("app.starting_offline")}</p>}
    </div>
  );
}

function Retrying({ connection }: { connection: MatchSnapshot["connection"] }) {
  const { t } = useI18n();
  if (connection !== "retrying") return null;
  return (
    <p class="banner" role="status">
      {t("talk.retrying")}
    </p>
  );
}
