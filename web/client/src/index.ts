/** maru-client: everything that a page needs to talk to Maru. `createMaru` is the entry. */

export type { Call, CallEndedBecause, CallPhase, CallSnapshot } from "./call/types.js";
export type { components as AuthMatch, paths as AuthMatchPaths } from "./generated/auth-match.js";
export type {
  components as ImageCommunity,
  paths as ImageCommunityPaths,
} from "./generated/image-community.js";
export { dataOf } from "./http/clients.js";
export { createList } from "./list/list.js";
export type { List, ListSnapshot, Page } from "./list/types.js";
export { loaded } from "./loaded.js";
export type { Maru, MaruOptions } from "./maru.js";
export { createMaru } from "./maru.js";
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
} from "./match/types.js";
export type { Microphone, MicrophoneSnapshot } from "./microphone/types.js";
export type { FieldError, LocalErrorCode, MaruErrorCode } from "./problem/error.js";
export { MaruError } from "./problem/error.js";
export type { Session, SessionSnapshot, SessionUser, SignUpFields, TokenStorage } from "./session/types.js";
export { type Store, when } from "./store.js";
export { imageAddress } from "./upload/address.js";
export type { Image, UploadFields, UploadOptions } from "./upload/types.js";
