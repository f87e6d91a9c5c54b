/** maru-client: everything that a page needs to talk to Maru. `createMaru` is the entry. */

export type { Call, CallEndedBecause, CallPhase, CallSnapshot } from "./call/types";
export type { components as AuthMatch, paths as AuthMatchPaths } from "./generated/auth-match";
export type { components as ImageCommunity, paths as ImageCommunityPaths } from "./generated/image-community";
export { dataOf } from "./http/clients";
export { createList } from "./list/list";
export type { List, ListSnapshot, Page } from "./list/types";
export type { Maru, MaruOptions } from "./maru";
export { createMaru } from "./maru";
export type {
  CallInfo,
  ClosedBecause,
  Gender,
  JoinOptions,
  Match,
  MatchSnapshot,
  Milliseconds,
  Notice,
  Offer,
} from "./match/types";
export type { FieldError, LocalErrorCode, MaruErrorCode } from "./problem/error";
export { MaruError } from "./problem/error";
export type { Session, SessionSnapshot, SessionUser, SignUpFields, TokenStorage } from "./session/types";
export { type Store, when } from "./store";
export type { Image, UploadFields, UploadOptions } from "./upload/types";
