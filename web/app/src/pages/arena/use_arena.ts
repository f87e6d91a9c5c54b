import { dataOf, MaruError } from "maru-client";
import { useMaru, useSession } from "maru-react";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { createMatches, type Match } from "./matches.js";

/** How long the answer to a vote is in sight before the next pair comes. */
export const RESULT_MS = 1400;

export interface Verdict {
  winner: number;
  /** How often the winner has won by now. */
  wins: number;
}

export interface Arena {
  match: Match | undefined;
  /** The answer to the vote about `match`. */
  verdict: Verdict | undefined;
  /** Something goes to the server, or its answer is in sight. */
  isBusy: boolean;
  /** Why there is no pair, or why the vote was not taken. */
  error: MaruError | undefined;
  choose(winner: number): void;
  skip(): void;
  /** Another pair, without a word to the server about this one: its time is over, or there was none. */
  advance(): void;
}

/** The match is decided, gone or not ours: another pair is the way on, not another try. */
const DECIDED = new Set([
  "match_gone",
  "already_voted",
  "pair_already_judged",
  "not_your_match",
  "wrong_pair",
]);

interface Shown {
  match?: Match | undefined;
  verdict?: Verdict | undefined;
  error?: MaruError | undefined;
  isBusy: boolean;
}

export function useArena(): Arena {
  const { images } = useMaru();
  const isUser = useSession().status === "user";
  const matches = useMemo(() => createMatches(images, isUser), [images, isUser]);
  const [shown, setShown] = useState<Shown>({ isBusy: true });
  const working = useRef(false); // two presses may come before the next render
  const timer = useRef<ReturnType<typeof setTimeout>>();

  const advance = useCallback(() => {
    clearTimeout(timer.current);
    working.current = true;
    setShown(({ match }) => ({ match, isBusy: true }));
    matches.next().then(
      (match) => {
        working.current = false;
        setShown({ match, isBusy: false });
        matches.prepare();
      },
      (failure: unknown) => {
        working.current = false;
        setShown({ error: known(failure), isBusy: false });
      },
    );
  }, [matches]);
  useEffect(() => {
    advance();
    return () => clearTimeout(timer.current);
  }, [advance]);

  function act(work: (match: Match) => Promise<void>): void {
    const { match } = shown;
    if (!match || working.current) return;
    working.current = true;
    setShown({ match, isBusy: true });
    work(match).catch((failure: unknown) => {
      const error = known(failure);
      working.current = false;
      if (DECIDED.has(error.code)) advance();
      else setShown({ match, error, isBusy: false });
    });
  }

  return {
    match: shown.match,
    verdict: shown.verdict,
    isBusy: shown.isBusy,
    error: shown.error,
    advance,
    skip: () =>
      act(async ({ match_id }) => {
        await images.POST("/api/v1/tournaments/skip", { body: { match_id } });
        advance();
      }),
    choose: (winner) =>
      act(async (match) => {
        const loser = match.images.find(({ id }) => id !== winner)?.id ?? 0;
        const body = { match_id: match.match_id, winner_image_id: winner, loser_image_id: loser };
        const { winner_new_win_count: wins } = await dataOf(
          images.POST("/api/v1/tournaments/vote", { body }),
        );
        setShown({ match, verdict: { winner, wins }, isBusy: true });
        timer.current = setTimeout(advance, RESULT_MS);
      }),
  };
}

function known(failure: unknown): MaruError {
  if (failure instanceof MaruError) return failure;
  throw failure;
}
