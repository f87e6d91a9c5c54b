import type { Client } from "openapi-fetch";
import type { Call } from "./call/types";
import type { paths as AuthMatchPaths } from "./generated/auth-match";
import type { paths as ImageCommunityPaths } from "./generated/image-community";
import type { CallInfo, Match } from "./match/types";
import type { Session, TokenStorage } from "./session/types";
import type { Image, UploadFields, UploadOptions } from "./upload/types";

export interface MaruOptions {
  /** The origin of the Maru server, such as `https://maru.example`. Default: the page's own. */
  baseUrl?: string | undefined;
  /** BCP 47, sent as `Accept-Language`. Default: the browser's. */
  locale?: string | undefined;
  /** Where a page of another origin keeps its refresh token. Default: in memory, so a reload logs out. */
  storage?: TokenStorage | undefined;
}

export interface Maru {
  readonly session: Session;
  /** auth-match over HTTP. Refusals throw MaruError; `dataOf` takes the body out. */
  readonly auth: Client<AuthMatchPaths>;
  /** image-community over HTTP, in the same way. */
  readonly images: Client<ImageCommunityPaths>;
  /** The user's one connection for finding a partner. The first use opens it. */
  match(): Match;
  /** The call of that room: the same object until it is over. Nothing happens before `start()`. */
  call(room: string, info?: CallInfo): Call;
  /** Throws MaruError; `aborted` after `signal`. */
  upload(file: Blob, fields: UploadFields, options?: UploadOptions): Promise<Image>;
}

export declare function createMaru(options?: MaruOptions): Maru;
