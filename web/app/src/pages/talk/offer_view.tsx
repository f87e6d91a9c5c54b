import { MaruError, type Offer } from "maru-client";
import { useMatch } from "maru-react";
import { useState } from "react";
import { Heading } from "../../components/heading.js";
import { Problem } from "../../components/problem.js";
import { useI18n } from "../../i18n/use_i18n.js";
import { useNow } from "../../state/now.js";
import { Ring } from "./ring.js";
import { useOfferKeys } from "./use_offer_keys.js";

export function OfferView({ offer }: { offer: Offer }) {
  const { t } = useI18n();
  const { answer, isBusy, error } = useAnswer();
  const person = { name: offer.partner, age: offer.age };
  const isOpen = !offer.accepted && !isBusy;
  useOfferKeys(
    isOpen,
    () => answer("accept"),
    () => answer("reject"),
  );
  return (
    <div class="page talk offer">
      <p class="muted over-title">{t("offer.found")}</p>
      <Heading title={t("offer.tab_title", person)}>{t("offer.title", person)}</Heading>
      <Countdown offer={offer} />
      <p class="muted offer-state" role="status">
        {offer.accepted && t("offer.accepted", { name: offer.partner })}
        {!offer.accepted && offer.partnerAccepted && t("offer.partner_accepted", { name: offer.partner })}
      </p>
      <p class="small muted offer-place">{t("offer.place", { name: offer.partner })}</p>
      {error && <Problem error={error} />}
      <div class="offer-actions">
        <button type="button" class="btn btn-large" aria-disabled={isBusy} onClick={() => answer("reject")}>
          {t("offer.reject")}
        </button>
        <button
          type="button"
          class="btn btn-yes btn-large"
          aria-disabled={!isOpen}
          onClick={() => isOpen && answer("accept")}
        >
          {t("offer.accept")}
        </button>
      </div>
      <p class="small muted offer-keys">{t("offer.keys")}</p>
    </div>
  );
}

function useAnswer() {
  const { accept, reject } = useMatch();
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<MaruError>();

  async function run(command: () => Promise<void>): Promise<void> {
    setBusy(true);
    setError(undefined);
    try {
      await command();
    } catch (failure) {
      if (!(failure instanceof MaruError)) throw failure;
      setError(failure);
    } finally {
      setBusy(false);
    }
  }
  return {
    isBusy,
    error,
    answer: (response: "accept" | "reject") => {
      if (!isBusy) void run(response === "accept" ? accept : reject);
    },
  };
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
