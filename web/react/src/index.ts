/** maru-react: hooks over the stores of maru-client. */
export { MaruProvider, useMaru } from "./context.js";
export { useList } from "./list.js";
export { useCall, useMatch, useMicrophone, useSession, useStore } from "./stores.js";
export { type UploadState, type UseUpload, useUpload } from "./upload.js";
