import { useSession } from "maru-react";
import { useEffect } from "react";
import { Link } from "wouter-preact";
import { Heading } from "../../components/heading.js";
import { Icon } from "../../components/icon.js";
import { Problem } from "../../components/problem.js";
import { Skeleton } from "../../components/skeleton.js";
import { sentenceOf } from "../../i18n/problems.js";
import { useI18n } from "../../i18n/use_i18n.js";
import { announce } from "../../state/announcer.js";
import { logInPath } from "../account/next.js";
import { Contestant } from "./contestant.js";
import { TimeLeft } from "./time_left.js";
import { type Arena as State, useArena } from "./use_arena.js";
import { useArenaKeys } from "./use_arena_keys.js";

/** Answers of the server that are no failure: there is no pair for this user now. */
const NO_PAIR = new Set(["too_few_images", "too_few_authors", "no_pair_left"]);

export function Arena() {
  const { t } = useI18n();
  if (useSession().status !== "starting") return <Started />; // a guest's pair and a user's differ
  return (
    <div class="page wide arena">
      <Heading title={t("arena.title")}>{t("arena.question")}</Heading>
      <Skeleton lines={4} />
    </div>
  );
}

function Started() {
  const { t } = useI18n();
  const arena = useArena();
  return (
    <div class="page wide arena">
      <header class="arena-head">
        <Heading title={t("arena.title")}>{t("arena.question")}</Heading>
        {arena.match && !arena.verdict && <TimeLeft match={arena.match} onOver={arena.expire} />}
      </header>
      {arena.match ? <Pair arena={arena} /> : <NoPair arena={arena} />}
    </div>
  );
}

function Pair({ arena }: { arena: State }) {
  const i18n = useI18n();
  const { t } = i18n;
  const isUser = useSession().status === "user";
  const { match, verdict, isBusy, error, isTooLate, choose, skip } = arena;
  const [left, right] = match?.images ?? [];
  const pick = (image: typeof left) => image && isUser && choose(image.id);
  useArenaKeys({ left: () => pick(left), right: () => pick(right), skip: () => isUser && skip() });
  useEffect(() => {
    if (verdict) announce(t("arena.verdict", { wins: verdict.wins }));
  }, [verdict, t]);
  if (!left || !right) return null;
  return (
    <>
      {error && (
        <p class="problem" role="alert">
          {sentenceOf(error, i18n)}
        </p>
      )}
      {isTooLate && (
        <p class="notice" role="status">
          {t("arena.too_late")}
        </p>
      )}
      <div class="arena-pair" aria-busy={isBusy}>
        {[left, right].map((image, place) => (
          <Contestant
            key={place}
            image={image}
            side={place === 0 ? "left" : "right"}
            verdict={verdict}
            isBusy={isBusy}
            choose={isUser ? () => pick(image) : undefined}
          />
        ))}
      </div>
      {isUser ? (
        <div class="actions arena-actions">
          <button type="button" class="btn" aria-disabled={isBusy} onClick={skip}>
            <Icon name="skipForward" /> {t("arena.skip")}
          </button>
          <p class="small muted keys-hint">{t("arena.keys")}</p>
        </div>
      ) : (
        <p class="notice">
          {t("arena.guest")} <Link href={logInPath("/arena")}>{t("nav.log_in")}</Link>
        </p>
      )}
    </>
  );
}

function NoPair({ arena: { error, isBusy, advance } }: { arena: State }) {
  const { t } = useI18n();
  if (error && NO_PAIR.has(error.code)) {
    return (
      <div class="empty">
        <p>{t(error.code === "no_pair_left" ? "arena.no_pair_left" : "arena.too_few")}</p>
        <p class="actions">
          <Link href={error.code === "no_pair_left" ? "/ranks" : "/upload"} class="btn btn-primary">
            {t(error.code === "no_pair_left" ? "arena.to_ranks" : "arena.to_upload")}
          </Link>
          <button type="button" class="btn" aria-disabled={isBusy} onClick={advance}>
            {t("action.retry")}
          </button>
        </p>
      </div>
    );
  }
  return error ? <Problem error={error} retry={advance} /> : <Skeleton lines={4} />;
}
