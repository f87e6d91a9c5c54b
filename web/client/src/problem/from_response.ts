import { type FieldError, MaruError } from "./error.js";

/** The error of an answer that is no success: problem+json (RFC 9457), or anything that a proxy sends. */
export async function errorFromResponse(response: Response): Promise<MaruError> {
  const text = await response.text().catch(() => "");
  return errorFromText(response.status, text, (name) => response.headers.get(name));
}

/** The same for XMLHttpRequest. */
export function errorFromText(
  status: number,
  text: string,
  header: (name: string) => string | null,
): MaruError {
  const body = parsed(text);
  const code = textOf(body.code) ?? "unexpected_answer";
  return new MaruError(code, textOf(body.detail) ?? `The server answered ${status}.`, {
    status,
    fields: fieldsOf(body.errors),
    requestId: textOf(body.request_id) ?? header("X-Request-ID") ?? undefined,
    retryAfterSeconds: secondsOf(header("Retry-After")),
  });
}

/** What `fetch` rejected with. */
export function errorFromFailure(cause: unknown): MaruError {
  if (cause instanceof MaruError) return cause;
  if (cause instanceof DOMException && cause.name === "AbortError") return aborted(cause);
  return new MaruError("network", "The server cannot be reached.", { cause });
}

export function aborted(cause?: unknown): MaruError {
  return new MaruError("aborted", "Aborted.", { cause });
}

function parsed(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

function fieldsOf(value: unknown): FieldError[] | undefined {
  return Array.isArray(value) && value.length > 0 ? (value as FieldError[]) : undefined;
}

function secondsOf(value: string | null): number | undefined {
  const seconds = Number(value ?? "");
  return seconds > 0 ? seconds : undefined;
}
