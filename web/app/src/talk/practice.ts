/** auth-match refuses such names at sign-up: only `make practice` makes accounts with them. */
const PREFIX = "practice-partner-";

export function isPracticePartner(username: string): boolean {
  return username.startsWith(PREFIX);
}
