import { MaruError } from "../problem/error.js";
import { aborted, errorFromText } from "../problem/from_response.js";
import type { TokenSource } from "../session/session.js";
import type { Image, UploadFields, UploadOptions } from "./types.js";

export type Upload = (file: Blob, fields: UploadFields, options?: UploadOptions) => Promise<Image>;

/** By XMLHttpRequest: `fetch` shows no progress of what it sends. A 401 refreshes once and repeats. */
export function createUpload(server: string, tokens: TokenSource): Upload {
  return async (file, fields, options = {}) => {
    const token = await tokens.accessToken();
    try {
      return await send(server, token, formOf(file, fields), options);
    } catch (failure) {
      const refused = failure instanceof MaruError && failure.status === 401;
      if (!refused || token === undefined) throw failure;
      return await send(server, await tokens.tokenAfter(token), formOf(file, fields), options);
    }
  };
}

function formOf(file: Blob, fields: UploadFields): FormData {
  const form = new FormData();
  form.append("file", file);
  for (const [name, value] of Object.entries(fields)) {
    if (value !== undefined) form.append(name, String(value));
  }
  return form;
}

function send(
  server: string,
  token: string | undefined,
  form: FormData,
  { onProgress, signal }: UploadOptions,
): Promise<Image> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) {
      reject(aborted());
      return;
    }
    const request = new XMLHttpRequest();
    const abort = (): void => {
      request.abort();
    };
    request.open("POST", `${server}/api/v1/images`);
    if (token !== undefined) request.setRequestHeader("Authorization", `Bearer ${token}`);
    request.upload.onprogress = ({ loaded, total }) => onProgress?.(total > 0 ? loaded / total : 0);
    request.onload = () => {
      // 200: the same bytes were posted before, and this is that image.
      if (request.status === 201 || request.status === 200)
        resolve(JSON.parse(request.responseText) as Image);
      else
        reject(
          errorFromText(request.status, request.responseText, (name) => request.getResponseHeader(name)),
        );
    };
    request.onerror = () => {
      reject(new MaruError("network", "The server cannot be reached."));
    };
    request.onabort = () => {
      reject(aborted());
    };
    request.onloadend = () => signal?.removeEventListener("abort", abort);
    signal?.addEventListener("abort", abort);
    request.send(form);
  });
}
