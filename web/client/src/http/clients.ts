import createClient, { type Client } from "openapi-fetch";
import type { paths as AuthMatchPaths } from "../generated/auth-match.js";
import type { paths as ImageCommunityPaths } from "../generated/image-community.js";
import { MaruError } from "../problem/error.js";
import { errorFromFailure } from "../problem/from_response.js";

type Fetch = (request: Request) => Promise<Response>;

export function createClients(
  server: string,
  fetch: Fetch,
): { auth: Client<AuthMatchPaths>; images: Client<ImageCommunityPaths> } {
  const options = { baseUrl: server, fetch, credentials: "omit" } as const;
  return { auth: createClient<AuthMatchPaths>(options), images: createClient<ImageCommunityPaths>(options) };
}

/** The body of an answer: `const page = await dataOf(maru.images.GET("/api/v1/images"))`. Throws MaruError. */
export async function dataOf<T>(answer: Promise<{ data?: T | undefined }>): Promise<NonNullable<T>> {
  const { data } = await answer.catch((failure: unknown) => {
    throw errorFromFailure(failure); // the connection may be lost in the middle of a body
  });
  if (data == null) throw new MaruError("unexpected_answer", "The answer has no body.");
  return data;
}
