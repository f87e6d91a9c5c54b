import { MaruError } from "maru-client";
import { Component, type ComponentChildren } from "preact";
import { useI18n } from "../i18n/use_i18n.js";

interface Props {
  children: ComponentChildren;
}

/** What a bug leaves of a page: a sentence, the number for the operators when one is known, and a way on. */
export class ErrorBoundary extends Component<Props, { failure?: unknown }> {
  override state: { failure?: unknown } = {};

  static override getDerivedStateFromError(failure: unknown) {
    return { failure };
  }

  override componentDidCatch(failure: unknown) {
    console.error(failure);
  }

  override render() {
    return this.state.failure === undefined ? this.props.children : <Crashed failure={this.state.failure} />;
  }
}

function Crashed({ failure }: { failure: unknown }) {
  const { t } = useI18n();
  const requestId = failure instanceof MaruError ? failure.requestId : undefined;
  return (
    <div class="page" role="alert">
      <h1>{t("error.title")}</h1>
      <p>{t("error.crashed")}</p>
      {requestId !== undefined && <p class="small muted">{t("error.request_id", { id: requestId })}</p>}
      <button type="button" class="btn btn-primary" onClick={() => location.reload()}>
        {t("error.reload")}
      </button>
    </div>
  );
}
