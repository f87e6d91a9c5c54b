import { type ReactNode, useEffect, useRef } from "react";
import { useI18n } from "../i18n/use_i18n.js";
import { cameBack } from "../state/came_back.js";

let isFirst = true;

/**
 * The one `h1` of a view. It names the document, and takes the focus when the view replaces another one, so that
 * the keyboard and screen readers start at the top; not on the first load, where the browser does that.
 */
export function Heading({
  children,
  title,
  isWholeTitle = false,
}: {
  children: ReactNode;
  title: string;
  /** The document's title does not end in the app's name: what matters in a narrow tab comes first. */
  isWholeTitle?: boolean;
}) {
  const { t } = useI18n();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (!isFirst) heading.current?.focus({ preventScroll: true });
    if (!isFirst && !cameBack()) scrollTo(0, 0);
    isFirst = false;
  }, []);
  useEffect(() => {
    document.title = isWholeTitle ? title : t("app.title", { page: title });
  }, [title, isWholeTitle, t]);
  return (
    <h1 ref={heading} tabIndex={-1}>
      {children}
    </h1>
  );
}
