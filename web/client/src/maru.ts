import type { Client } from "openapi-fetch";
import { createCall } from "./call/call.js";
import type { Call } from "./call/types.js";
import type { paths as AuthMatchPaths } from "./generated/auth-match.js";
import type { paths as ImageCommunityPaths } from "./generated/image-community.js";
import { createClients, dataOf } from "./http/clients.js";
import { createFetch } from "./http/fetch.js";
import { loaded } from "./loaded.js";
import { createMatch, type MatchWithSync } from "./match/match.js";
import type { CallInfo, Match } from "./match/types.js";
import { createMicrophone } from "./microphone/microphone.js";
import type { Microphone } from "./microphone/types.js";
import { createKeeping } from "./session/keeping.js";
import { createRequests } from "./session/requests.js";
import { createSession } from "./session/session.js";
import type { Session, TokenStorage } from "./session/types.js";
import { createAddress } from "./socket/address.js";
import type { Image, UploadFields, UploadOptions } from "./upload/types.js";
import { createUpload } from "./upload/upload.js";

export interface MaruOptions {
  /** The origin of the Maru server, such as `https://maru.example`. Default: the page's own. */
  baseUrl?: string | undefined;
  /** BCP 47, sent as `Accept-Language`; a function where it may change. Default: the browser's. */
  locale?: string | (() => string) | undefined;
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
  /** Tries the microphone before a call: one per page. Nothing happens before `open()`. */
  microphone(): Microphone;
  /** Throws MaruError; `aborted` after `signal`. */
  upload(file: Blob, fields: UploadFields, options?: UploadOptions): Promise<Image>;
}

const loadChunk = () => loaded(import("./call/chunk.js"));
const loadEngine = async () => (await loadChunk()).createEngine;
const loadListen = async () => (await loadChunk()).listen;

/** One per page. It looks for an earlier session at once; sockets open with the first `match()`. */
export function createMaru({ baseUrl, locale: given, storage }: MaruOptions = {}): Maru {
  const locale = typeof given === "function" ? given : () => given;
  const pageOrigin = globalThis.location?.origin;
  const server = new URL(baseUrl ?? pageOrigin).origin;
  const keeping = createKeeping(server, server === pageOrigin, storage);
  const { session, tokens } = createSession(
    server,
    keeping,
    createRequests(server, keeping.usesCookie, locale),
  );
  const fetch = createFetch(tokens, locale);
  const { auth, images } = createClients(server, fetch);
  const address = createAddress(server, fetch, tokens);
  const iceServers = async () =>
    (await dataOf(auth.GET("/api/voice/ice-servers/"))).iceServers as RTCIceServer[];
  const calls = new Map<string, Call>();
  let match: MatchWithSync | undefined;
  let microphone: Microphone | undefined;
  const left = () => match?.sync();

  void session.restore();

  return {
    session,
    auth,
    images,
    match: () => {
      match ??= createMatch(address, session, () => void loadEngine().catch(() => undefined));
      return match;
    },
    call: (room, info) => {
      const known = calls.get(room);
      if (known && known.getSnapshot().phase !== "over") return known;
      const call = createCall({ ...info, room }, { address, iceServers, left }, loadEngine);
      calls.set(room, call);
      return call;
    },
    microphone: () => {
      microphone ??= createMicrophone(loadListen);
      return microphone;
    },
    upload: createUpload(server, tokens),
  };
}
