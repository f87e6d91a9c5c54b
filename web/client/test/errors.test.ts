import { expect, test } from "vitest";
import { microphoneError } from "../src/call/microphone";
import { MaruError } from "../src/problem/error";
import { errorFromFailure, errorFromResponse } from "../src/problem/from_response";

test("a problem becomes code, sentence, fields, request id and pause", async () => {
  const errors = [{ field: "age", code: "min_value", message: "At least 18." }];
  const body = {
    code: "invalid",
    detail: "Some fields are not valid.",
    status: 422,
    request_id: "r1",
    errors,
  };
  const response = new Response(JSON.stringify(body), { status: 422, headers: { "Retry-After": "7" } });
  const error = await errorFromResponse(response);
  expect(error).toBeInstanceOf(MaruError);
  expect(error).toMatchObject({
    code: "invalid",
    message: "Some fields are not valid.",
    status: 422,
    fields: errors,
    requestId: "r1",
    retryAfterSeconds: 7,
  });
});

test.each(["<html>Bad gateway</html>", "null", "[]", '{"code": 7}'])(
  "a proxy's page %s is no problem",
  async (text) => {
    const response = new Response(text, { status: 502, headers: { "X-Request-ID": "r2" } });
    expect(await errorFromResponse(response)).toMatchObject({
      code: "unexpected_answer",
      status: 502,
      requestId: "r2",
    });
  },
);

test("a lost connection and an abort have codes", () => {
  expect(errorFromFailure(new TypeError("Failed to fetch")).code).toBe("network");
  expect(errorFromFailure(new DOMException("", "AbortError")).code).toBe("aborted");
  const own = new MaruError("invalid_token", "");
  expect(errorFromFailure(own)).toBe(own);
});

test.each([
  ["NotAllowedError", "microphone_denied"],
  ["SecurityError", "microphone_denied"],
  ["NotFoundError", "microphone_not_found"],
  ["OverconstrainedError", "microphone_not_found"],
  ["NotReadableError", "microphone_in_use"],
  ["AbortError", "microphone_failed"],
  ["SomethingNewError", "microphone_failed"],
])("%s of getUserMedia is %s", (name, code) => {
  expect(microphoneError(new DOMException("", name)).code).toBe(code);
});
