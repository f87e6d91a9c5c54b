import { Link } from "wouter-preact";

/** Nothing yet: one sentence, and the next step. */
export function Empty({ text, href, action }: { text: string; href: string; action: string }) {
  return (
    <div class="empty">
      <p>{text}</p>
      <Link href={href} class="btn btn-primary">
        {action}
      </Link>
    </div>
  );
}
