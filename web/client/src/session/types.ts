import type { Store } from "../store.js";

export interface SessionUser {
  id: number;
  username: string;
}

export interface SessionSnapshot {
  /** `starting` until it is known whether an earlier session goes on. */
  status: "starting" | "guest" | "user";
  /** While `status` is `user`. */
  user?: SessionUser | undefined;
  /**
   * Why a `user` became a `guest`, in every tab. `session_ended`: the server ended the session
   * (from another device, by the operators, or after a token was copied).
   */
  endedBecause?: "logged_out" | "session_ended" | "account_deleted" | undefined;
}

export interface SignUpFields {
  username: string;
  password: string;
  age: number;
  gender: "male" | "female";
}

export interface Session extends Store<SessionSnapshot> {
  /** Throws MaruError: `username_taken`, `invalid` with `fields`, … */
  signUp(fields: SignUpFields): Promise<void>;
  /** Throws MaruError: `invalid_credentials`, `rate_limited`, … */
  logIn(credentials: { username: string; password: string }): Promise<void>;
  /** Ends the session in every tab. Succeeds here even when the server cannot be reached. */
  logOut(): Promise<void>;
  /**
   * Deletes the account at once, with all its content in both services; then every tab is a guest's.
   * Throws MaruError: `wrong_password`, `not_authenticated` for a guest, …
   */
  deleteAccount(password: string): Promise<void>;
  /**
   * Finds the session that an earlier page, or another tab, left. `createMaru` has called it already: await it
   * to know the end. Offline it goes on trying, and `status` stays `starting`.
   */
  restore(): Promise<void>;
}

/** Keeps the refresh token of a page of another origin over reloads, such as `sessionStorage`. */
export type TokenStorage = Pick<Storage, "getItem" | "setItem" | "removeItem">;
