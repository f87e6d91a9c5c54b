import type { components, paths } from "../generated/image-community.js";

export type Image = components["schemas"]["Image"];

type Form = paths["/api/v1/images"]["post"]["requestBody"]["content"]["multipart/form-data"];

/** What goes with an image: prompt, model, tournament. */
export type UploadFields = Omit<Form, "file">;

export interface UploadOptions {
  /** From 0 to 1, as bytes leave. At 1 the server still works on the image. */
  onProgress?: ((share: number) => void) | undefined;
  signal?: AbortSignal | undefined;
}
