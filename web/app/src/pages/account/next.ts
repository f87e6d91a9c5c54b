import { useSearchParams } from "wouter-preact";

/** Log in, and come back to that page of ours. */
export function logInPath(next: string): string {
  return `/log-in?next=${encodeURIComponent(next)}`;
}

/** The page to go to after log-in or sign-up: only one of this app, whatever a link says. */
export function useNext(): string {
  const [query] = useSearchParams();
  return ownPath(query.get("next")) ?? "/talk";
}

/** "//elsewhere", "/\elsewhere" and "javascript:" are no paths of this app. */
export function ownPath(given: string | null): string | undefined {
  return given !== null && /^\/(?![/\\])[\w\-/?=&%.]*$/.test(given) ? given : undefined;
}
