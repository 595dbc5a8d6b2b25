/** A CSV as programs write it; cells are quoted when needed. */
export function csvText(
  rows: readonly (readonly string[])[],
  { delimiter = ",", newline = "\n" }: { delimiter?: string; newline?: string } = {},
): string {
  const cell = (text: string) =>
    /["\r\n]/.test(text) || text.includes(delimiter) || text.trim() !== text
      ? `"${text.replaceAll('"', '""')}"`
      : text;
  return rows.map((row) => row.map(cell).join(delimiter) + newline).join("");
}
