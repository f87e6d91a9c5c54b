/** The letter that stands for a person. */
export function firstLetterOf(name: string): string {
  return [...name][0]?.toLocaleUpperCase() ?? "";
}
