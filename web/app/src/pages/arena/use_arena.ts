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

interface Shown {
  match?: Match | undefined;
  /** The answer to the vote about `match`. */
  verdict?: Verdict | undefined;
  /** Something goes to the server, or its answer is in sight. */
  isBusy: boolean;
  /** Why there is no pair, or why the vote could not be sent. */
  error?: MaruError | undefined;
  /** The vote before this pair did not count. */
  isTooLate?: boolean;
}

export interface Arena extends Shown {
  choose(winner: number): void;
  skip(): void;
  /** Another pair, without a word to the server about this one. */
  advance(): void;
  /** The time of the pair is over: another one, unless a vote about it is on its way. */
  expire(): void;
}

/** The match is decided, gone or not ours: another pair is the way on, not another try. */
const DECIDED = new Set([
  "match_gone",
  "already_voted",
  "pair_already_judged",
  "not_your_match",
  "wrong_pair",
]);

export function useArena(): Arena {
  const { images } = useMaru();
  const isUser = useSession().status === "user";
  const matches = useMemo(() => createMatches(images, isUser), [images, isUser]);
  const [shown, setShown] = useState<Shown>({ isBusy: true });
  const working = useRef(false); // two presses may come before the next render
  const turn = useRef(0); // what an earlier one answers is not shown
  const timer = useRef<ReturnType<typeof setTimeout>>();

  const draw = useCallback(
    (isTooLate: boolean) => {
      clearTimeout(timer.current);
      turn.current += 1;
      const mine = turn.current;
      const show = (next: Shown) => {
        if (mine !== turn.current) return;
        working.current = false;
        setShown({ ...next, isTooLate });
      };
      working.current = true;
      setShown(({ match }) => ({ match, isBusy: true, isTooLate }));
      matches.next().then(
        (match) => {
          show({ match, isBusy: false });
          matches.prepare();
        },
        (failure: unknown) => show({ error: known(failure), isBusy: false }),
      );
    },
    [matches],
  );
  useEffect(() => {
    draw(false);
    return () => {
      clearTimeout(timer.current);
      turn.current += 1;
    };
  }, [draw]);

  function act(work: (match: Match, isMine: () => boolean) => Promise<void>): void {
    const { match } = shown;
    if (!match || working.current) return;
    working.current = true;
    setShown({ match, isBusy: true });
    const mine = turn.current;
    const isMine = () => mine === turn.current;
    work(match, isMine).catch((failure: unknown) => {
      const error = known(failure);
      if (!isMine()) return;
      working.current = false;
      if (DECIDED.has(error.code)) draw(true);
      else setShown({ match, error, isBusy: false });
    });
  }

  return {
    ...shown,
    advance: () => draw(false),
    expire: () => {
      if (!working.current) draw(false);
    },
    skip: () =>
      act(async ({ match_id }, isMine) => {
        await images.POST("/api/v1/tournaments/skip", { body: { match_id } });
        if (isMine()) draw(false);
      }),
    choose: (winner) =>
      act(async (match, isMine) => {
        const loser = match.images.find(({ id }) => id !== winner)?.id ?? 0;
        const body = { match_id: match.match_id, winner_image_id: winner, loser_image_id: loser };
        const answer = await dataOf(images.POST("/api/v1/tournaments/vote", { body }));
        if (!isMine()) return;
        setShown({ match, verdict: { winner, wins: answer.winner_new_win_count }, isBusy: true });
        timer.current = setTimeout(() => draw(false), RESULT_MS);
      }),
  };
}

function known(failure: unknown): MaruError {
  if (failure instanceof MaruError) return failure;
  throw failure;
}
