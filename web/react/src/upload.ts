import { type Image, MaruError, type UploadFields } from "maru-client";
import { useCallback, useEffect, useRef, useState } from "react";
import { useMaru } from "./context.js";

export interface UploadState {
  status: "idle" | "sending" | "done" | "failed";
  /** From 0 to 1, while sending. */
  progress: number;
  image?: Image;
  error?: MaruError;
}

export interface UseUpload extends UploadState {
  /** Aborts an upload that is under way. Failures are in `error`; an aborted upload is `idle` again. */
  upload(file: Blob, fields: UploadFields): Promise<void>;
  abort(): void;
}

const IDLE: UploadState = { status: "idle", progress: 0 };

/** One upload at a time; it is aborted when the component goes. */
export function useUpload(): UseUpload {
  const maru = useMaru();
  const [state, setState] = useState(IDLE);
  const running = useRef<AbortController | undefined>(undefined);

  const abort = useCallback(() => {
    running.current?.abort();
    running.current = undefined;
    setState(IDLE);
  }, []);
  useEffect(() => () => running.current?.abort(), []);

  const upload = useCallback(
    async (file: Blob, fields: UploadFields) => {
      running.current?.abort();
      const controller = new AbortController();
      running.current = controller;
      const show = (next: UploadState) => {
        if (running.current === controller) setState(next);
      };
      show({ status: "sending", progress: 0 });
      try {
        const onProgress = (progress: number) => {
          show({ status: "sending", progress });
        };
        const image = await maru.upload(file, fields, { onProgress, signal: controller.signal });
        show({ status: "done", progress: 1, image });
      } catch (failure) {
        if (!(failure instanceof MaruError)) throw failure;
        show(failure.code === "aborted" ? IDLE : { status: "failed", progress: 0, error: failure });
      }
    },
    [maru],
  );
  return { ...state, upload, abort };
}
