import { MaruError } from "../problem/error.js";
import { delayOf, sleep } from "../socket/backoff.js";
import { onWakeUp } from "../socket/wakeups.js";
import { createStore } from "../store.js";
import type { Keeping } from "./keeping.js";
import type { SessionRequests } from "./requests.js";
import { connectTabs, type TabMessage } from "./tabs.js";
import { claimsOf, staleAt, type Tokens } from "./token.js";
import type { Session, SessionSnapshot } from "./types.js";

/** How long a new tab waits for the tokens of another. Channels answer within some milliseconds. */
const OTHER_TABS_MS = 120;

type Reason = NonNullable<SessionSnapshot["endedBecause"]>;

/** What the other parts of the client use of the session. */
export interface TokenSource {
  /** A token that is valid for some seconds more, or undefined for a guest. */
  accessToken(): Promise<string | undefined>;
  /** After a 401 to `refused`: the token that replaced it, or undefined when the session has ended. */
  tokenAfter(refused: string): Promise<string | undefined>;
}

interface Held extends Tokens {
  receivedAt: number;
}

export function createSession(
  server: string,
  keeping: Keeping,
  requests: SessionRequests,
): { session: Session; tokens: TokenSource } {
  const store = createStore<SessionSnapshot>({ status: "starting" });
  const heard = new Set<() => void>();
  let held: Held | undefined;
  let refreshing: Promise<void> | undefined;
  let restoring: Promise<void> | undefined;

  const tabs = connectTabs(server, receive);

  function receive(message: TabMessage): void {
    switch (message.kind) {
      case "asked":
        if (held) tabs.post({ kind: "tokens", tokens: bare(held), receivedAt: held.receivedAt });
        break;
      case "tokens":
        // A late answer to `asked` must not bring back an older token.
        if (message.receivedAt > (held?.receivedAt ?? 0)) hold(message.tokens, message.receivedAt);
        for (const wake of heard) wake();
        break;
      case "ended":
        if (held) forget(message.reason);
    }
  }

  function hold(tokens: Tokens, receivedAt: number): void {
    held = { ...tokens, receivedAt };
    keeping.setMark(true);
    keeping.setRefreshToken(tokens.refresh);
    const { user_id: id, username } = claimsOf(tokens.access);
    const { user, status } = store.getSnapshot();
    if (status === "user" && user?.id === id && user.username === username) return;
    store.set({ status: "user", user: { id, username } });
  }

  function accept(tokens: Tokens): void {
    const receivedAt = Date.now();
    hold(tokens, receivedAt);
    tabs.post({ kind: "tokens", tokens, receivedAt });
  }

  function forget(reason: Reason | undefined): void {
    held = undefined;
    keeping.setMark(false);
    keeping.setRefreshToken(undefined);
    store.set({ status: "guest", endedBecause: reason });
  }

  /** Resolves when another tab sends tokens, at the latest after OTHER_TABS_MS. */
  async function hearOtherTabs(): Promise<void> {
    const first = new Promise<void>((resolve) => {
      heard.add(resolve);
      void sleep(OTHER_TABS_MS).then(() => {
        heard.delete(resolve);
        resolve();
      });
    });
    await first;
  }

  /** One request at a time in this tab, and by the lock in all tabs. */
  function refresh(): Promise<void> {
    refreshing ??= refreshAlone().finally(() => {
      refreshing = undefined;
    });
    return refreshing;
  }

  async function refreshAlone(): Promise<void> {
    const before = held?.access;
    await tabs.alone((contended) => replace(before, contended));
  }

  /** Replaces the token `before`, unless another tab, a log-in or a log-out does so first. */
  async function replace(before: string | undefined, contended: boolean): Promise<void> {
    if (contended && held?.access === before) await hearOtherTabs();
    await sayLogOut(); // of a tab that could not be heard
    if (held?.access !== before) return;
    const answer = await requests.refresh(held?.refresh ?? keeping.refreshToken()).catch(noSession);
    if (held?.access !== before) return;
    if (answer) accept(answer);
    else lose(before !== undefined);
  }

  /** The server knows no session. Only who was signed in hears why. */
  function lose(wasSignedIn: boolean): void {
    if (wasSignedIn) end("session_ended");
    else forget(undefined);
  }

  /** Here and in the other tabs. */
  function end(reason: Reason): void {
    forget(reason);
    tabs.post({ kind: "ended", reason });
  }

  async function accessToken(): Promise<string | undefined> {
    if (store.getSnapshot().status === "starting") await session.restore();
    if (held && Date.now() > staleAt(held.access, held.receivedAt)) await refresh();
    return held?.access;
  }

  async function tokenAfter(refused: string): Promise<string | undefined> {
    if (held?.access === refused) await refresh();
    return held?.access;
  }

  async function restoreOnce(): Promise<void> {
    void sayLogOut(); // its session has no mark, and is not asked for
    tabs.post({ kind: "asked" });
    await hearOtherTabs();
    for (let attempt = 0; store.getSnapshot().status === "starting"; attempt += 1) {
      if (!keeping.hasMark()) {
        forget(undefined);
        return;
      }
      try {
        await refresh();
      } catch {
        await sleep(delayOf(attempt)); // offline, or a server that restarts: the session may go on
      }
    }
  }

  /** A log-out that is still to be sent would end the new session. */
  async function enter(request: () => Promise<Tokens>): Promise<void> {
    await sayLogOut();
    const answer = await request();
    keeping.setPendingLogOut(undefined);
    accept(answer);
  }

  /** Sends the log-out that waits, if one does: until the server has answered, it waits on. */
  async function sayLogOut(token = keeping.pendingLogOut()): Promise<void> {
    if (token === undefined) return;
    try {
      await requests.logOut(token || undefined);
    } catch (failure) {
      if (isUnanswered(failure)) return;
    }
    keeping.setPendingLogOut(undefined);
  }

  const session: Session = {
    getSnapshot: store.getSnapshot,
    subscribe: store.subscribe,
    signUp: (fields) => enter(() => requests.signUp(fields)),
    logIn: (credentials) => enter(() => requests.logIn(credentials)),
    logOut: async () => {
      const token = held?.refresh ?? keeping.refreshToken() ?? "";
      keeping.setPendingLogOut(token);
      end("logged_out");
      await sayLogOut(token);
    },
    deleteAccount: async (password) => {
      const token = await accessToken();
      await requests.deleteAccount(token, password).catch(async (failure: unknown) => {
        if (token === undefined || (failure as MaruError).status !== 401) throw failure;
        await requests.deleteAccount(await tokenAfter(token), password);
      });
      end("account_deleted");
    },
    restore: () => {
      restoring ??= restoreOnce();
      return restoring;
    },
  };

  onWakeUp(() => void sayLogOut());

  const tokens: TokenSource = {
    accessToken,
    tokenAfter,
  };
  return { session, tokens };
}

function bare({ access, refresh }: Held): Tokens {
  return { access, refresh };
}

/** 401: the family is over. 422: a server without cookie sessions, which wants a token that the page does not have. */
function noSession(failure: unknown): undefined {
  if (failure instanceof MaruError && (failure.status === 401 || failure.status === 422)) return undefined;
  throw failure;
}

/** The server did not say what has become of it: out of reach, overloaded, or too often asked. */
function isUnanswered(failure: unknown): boolean {
  const { status = 503 } = failure as { status?: number };
  return status >= 500 || status === 429;
}
