import type { Microphone } from "maru-client";
import { readKept, writeKept } from "../state/kept.js";

const NAME = "maru.microphone";

/** The deviceId that the user chose; undefined leaves it to the browser. */
export function chosenMicrophone(): string | undefined {
  return readKept(NAME) || undefined;
}

export function chooseMicrophone(deviceId: string): void {
  writeKept(NAME, deviceId);
}

/** Another one was opened in its place: the chosen one is gone. */
export function forgetUnlessOpened(deviceId: string | undefined): void {
  if (deviceId !== undefined && deviceId !== chosenMicrophone()) chooseMicrophone("");
}

/** Tries the chosen one, as `Microphone.open`. */
export async function openChosen({ open, getSnapshot }: Microphone): Promise<boolean> {
  const isOpen = await open(chosenMicrophone());
  forgetUnlessOpened(getSnapshot().device);
  return isOpen;
}
