/** Characters that make a spreadsheet read a cell as a formula, plain and full-width. */
const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/;
/** A quotation mark that was put before a formula, so that it stays text. */
const GUARDED = /^'(?=[=+\-@\t\r\n＝＋－＠'])/;

/** What a file of cells begins with, so that spreadsheets read it as UTF-8. */
export const BYTE_ORDER_MARK = "\uFEFF";

/**
 * One line of a CSV file (RFC 4180): every cell is quoted, and none can be
 * taken for a formula.
 *
 * @see https://owasp.org/www-community/attacks/CSV_Injection
 */
export function csvLine(cells: readonly string[]): string {
  return `${cells.map((cell) => `"${guard(cell).replaceAll('"', '""')}"`).join(",")}\r\n`;
}

/** The text of a cell that was guarded by `csvLine`, and of any other as it is. */
export function readCell(cell: string): string {
  return cell.replace(GUARDED, "");
}

function guard(cell: string): string {
  return FORMULA.test(cell) || cell.startsWith("'") ? `'${cell}` : cell;
}
