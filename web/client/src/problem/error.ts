import type { ServerErrorCode } from "../generated/error-codes.js";

/** Codes of failures that no server answered. */
export type LocalErrorCode =
  /** The server could not be reached, or the answer was lost. */
  | "network"
  /** The caller aborted. */
  | "aborted"
  /** The server did not answer a command in time. */
  | "timeout"
  /** The answer has no code that this version knows: a proxy's page, or a bug. */
  | "unexpected_answer"
  /** The command needs an open connection or a running call. */
  | "not_connected"
  /** A part of the page's code cannot be loaded, since the server has a newer version: load the page again. */
  | "out_of_date"
  /** The page is not served by https (nor from localhost), so browsers give no microphone. */
  | "microphone_insecure_page"
  /** The user, or the browser's settings, refused the microphone. */
  | "microphone_denied"
  | "microphone_not_found"
  /** Another program holds the microphone. */
  | "microphone_in_use"
  | "microphone_failed"
  /** This browser has no WebRTC. */
  | "webrtc_unsupported";

/** Every code that this version knows. A newer server may send others: treat them by `status`. */
export type MaruErrorCode = ServerErrorCode | LocalErrorCode;

/** One wrong field of a request. */
export interface FieldError {
  field: string;
  code: string;
  message: string;
}

interface Details {
  status?: number | undefined;
  fields?: readonly FieldError[] | undefined;
  requestId?: string | undefined;
  retryAfterSeconds?: number | undefined;
  cause?: unknown;
}

/** The one error of this library: of HTTP answers, frames, the network and the microphone. */
export class MaruError extends Error {
  override readonly name = "MaruError";
  readonly code: MaruErrorCode;
  /** The HTTP status, when a server answered. */
  readonly status?: number | undefined;
  /** With `invalid`: which fields are wrong. */
  readonly fields?: readonly FieldError[] | undefined;
  /** Names the request in the server's logs. Show it with errors that are bugs. */
  readonly requestId?: string | undefined;
  /** With `rate_limited` and `unavailable`: when to try again. */
  readonly retryAfterSeconds?: number | undefined;

  constructor(code: string, message: string, details: Details = {}) {
    super(message, { cause: details.cause });
    this.code = code as MaruErrorCode;
    this.status = details.status;
    this.fields = details.fields;
    this.requestId = details.requestId;
    this.retryAfterSeconds = details.retryAfterSeconds;
  }
}
