import { type AuthMatch, dataOf } from "maru-client";
import { useList, useMaru, useSession } from "maru-react";
import { useState } from "react";
import { Redirect } from "wouter-preact";
import { Empty } from "../../components/empty.js";
import { Heading } from "../../components/heading.js";
import { ListEnd } from "../../components/list_end.js";
import { Skeleton } from "../../components/skeleton.js";
import { useI18n } from "../../i18n/use_i18n.js";
import { announce } from "../../state/announcer.js";
import { logInPath } from "../account/next.js";
import { SafetySheet } from "../talk/safety_sheet.js";

type Meeting = AuthMatch["schemas"]["MatchHistory"];

const SIZE = 30;

/** The users that this one has talked with; each can still be blocked or reported afterwards. */
export function Calls() {
  const { t } = useI18n();
  const { status, user } = useSession();
  if (status === "guest") return <Redirect to={logInPath("/calls")} replace />;
  return (
    <div class="page">
      <Heading title={t("calls.title")}>{t("calls.title")}</Heading>
      {status === "user" ? <History key={user?.id} /> : <Skeleton />}
    </div>
  );
}

function History() {
  const { t } = useI18n();
  const { auth } = useMaru();
  const list = useList("calls", async (after) => {
    const query = { cursor: after ?? "", size: SIZE };
    const part = await dataOf(auth.GET("/api/match/history/", { params: { query } }));
    // With a cursor the answer is always the object.
    const { items, next_cursor } = part as AuthMatch["schemas"]["MatchHistoryPage"];
    return { items, next: next_cursor ?? undefined };
  });
  const { items, status, hasMore } = list;
  const [chosen, setChosen] = useState<string>();
  const isFirst = items.length === 0;
  if (isFirst && status === "loading") return <Skeleton lines={5} />;
  if (isFirst && !hasMore) return <Empty text={t("calls.empty")} href="/talk" action={t("welcome.talk")} />;
  return (
    <>
      {!isFirst && (
        <ul class="rows card">
          {items.map((meeting) => (
            <Row key={meeting.id} meeting={meeting} choose={() => setChosen(meeting.partner.username)} />
          ))}
        </ul>
      )}
      <ListEnd list={list} loadMore={list.loadMore} />
      {chosen !== undefined && (
        <SafetySheet
          name={chosen}
          onBlocked={() => announce(t("calls.blocked", { name: chosen }))}
          onClose={() => setChosen(undefined)}
        />
      )}
    </>
  );
}

function Row({ meeting, choose }: { meeting: Meeting; choose: () => void }) {
  const { t, moment } = useI18n();
  const { partner, last_matched_at: last, times_met: times = 1 } = meeting;
  return (
    <li class="row">
      <span>
        {partner.username}{" "}
        <span class="small muted">
          {moment(last)}
          {times > 1 && ` · ${t("calls.times", { count: times })}`}
        </span>
      </span>
      <button
        type="button"
        class="btn btn-small"
        aria-label={t("safety.title", { name: partner.username })}
        onClick={choose}
      >
        {t("call.safety")}
      </button>
    </li>
  );
}
