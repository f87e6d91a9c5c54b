import type { Offer } from "maru-client";
import { useMatch } from "maru-react";
import { useState } from "react";
import { Heading } from "../../components/heading.js";
import { Problem } from "../../components/problem.js";
import { useI18n } from "../../i18n/use_i18n.js";
import { useNow } from "../../state/now.js";
import { useAction } from "../../state/use_action.js";
import { isPracticePartner } from "../../talk/practice.js";
import { useCurrentCall } from "../../talk/use_current_call.js";
import { Ring } from "./ring.js";
import { useOfferKeys } from "./use_offer_keys.js";

export function OfferView({ offer }: { offer: Offer }) {
  const { t } = useI18n();
  const { accept, reject } = useMatch();
  const { isBusy, error, run } = useAction();
  const arrival = useCurrentCall().arrival();
  const hasKeys = !(arrival?.offerId === offer.id && arrival.wasInForm);
  const person = { name: offer.partner, age: offer.age };
  const answers = {
    accept: isBusy || offer.accepted ? undefined : () => void run(accept),
    reject: isBusy ? undefined : () => void run(reject),
  };
  useOfferKeys(hasKeys, answers);
  return (
    <div class="page talk offer">
      <p class="muted over-title">{t("offer.found")}</p>
      <Heading title={t("offer.tab_title", person)} isWholeTitle>
        {t("offer.title", person)}
      </Heading>
      <Countdown offer={offer} />
      <p class="muted offer-state" role="status">
        {offer.accepted && t("offer.accepted", { name: offer.partner })}
        {!offer.accepted && offer.partnerAccepted && t("offer.partner_accepted", { name: offer.partner })}
      </p>
      {isPracticePartner(offer.partner) ? (
        <p class="offer-place">{t("offer.practice", { name: offer.partner })}</p>
      ) : (
        <p class="small muted offer-place">{t("offer.place", { name: offer.partner })}</p>
      )}
      {error && <Problem error={error} />}
      <div class="offer-actions">
        <button type="button" class="btn btn-large" aria-disabled={isBusy} onClick={answers.reject}>
          {t("offer.reject")}
        </button>
        <button
          type="button"
          class="btn btn-yes btn-large"
          aria-disabled={!answers.accept}
          onClick={answers.accept}
        >
          {t("offer.accept")}
        </button>
      </div>
      {hasKeys && <p class="small muted offer-keys">{t("offer.keys")}</p>}
    </div>
  );
}

/** Longer than any offer: the clock of this device is wrong, so no seconds are shown. */
const LONGEST_MS = 120_000;

function Countdown({ offer }: { offer: Offer }) {
  const { t, number } = useI18n();
  const now = useNow(200);
  const [total] = useState(() => offer.expiresAt - Date.now());
  if (total <= 0 || total > LONGEST_MS) return null;
  const left = Math.max(0, offer.expiresAt - now);
  const seconds = Math.ceil(left / 1000);
  return (
    <Ring share={left / total}>
      <span class="ring-number num">{number(seconds)}</span>
      <span class="small muted">{t("offer.seconds", { count: seconds })}</span>
    </Ring>
  );
}
