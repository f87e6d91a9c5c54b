import { useMatch, useMicrophone } from "maru-react";
import { useAction } from "../../state/use_action.js";
import { openChosen } from "../../talk/chosen_microphone.js";
import { isWidening, WIDEN } from "./widening.js";

/** Joins the queue; the microphone is asked for first, since an offer leaves no time for the browser's question. */
export function useJoin() {
  const match = useMatch();
  const microphone = useMicrophone();
  const { isBusy, error, run } = useAction();

  async function join(moveOn: () => void): Promise<void> {
    if (await openChosen(microphone)) {
      microphone.close();
      match.dismissNotice();
      await match.join(isWidening() ? { widen: WIDEN } : {});
    } // else the check beside "join" says why
    moveOn();
  }
  return {
    isJoining: isBusy,
    error,
    join: (moveOn: () => void = () => undefined) => void run(() => join(moveOn)),
  };
}
