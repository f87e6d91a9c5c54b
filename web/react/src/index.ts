/** maru-react: hooks over the stores of maru-client. */
export { MaruProvider, useMaru } from "./context";
export { useList } from "./list";
export { useCall, useMatch, useSession, useStore } from "./stores";
export { type UploadState, type UseUpload, useUpload } from "./upload";
