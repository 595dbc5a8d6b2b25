/** Characters that make a spreadsheet read a cell as a formula, plain and full-width. */
const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/;
/** A quotation mark before a formula, which keeps it text. */
const GUARDED = /^'(?=[=+\-@\t\r\n＝＋－＠'])/;

/** The byte order mark, so that spreadsheets read the file as UTF-8. */
export const BYTE_ORDER_MARK = "\uFEFF";

/**
 * One line of a CSV file (RFC 4180): every cell is quoted, and none is read as a formula.
 *
 * @see https://owasp.org/www-community/attacks/CSV_Injection
 */
export function csvLine(cells: readonly string[]): string {
  return `${cells.map((cell) => `"${guard(cell).replaceAll('"', '""')}"`).join(",")}\r\n`;
}

/** The original text of a cell from `csvLine`; other text is unchanged. */
export function readCell(cell: string): string {
  return cell.replace(GUARDED, "");
}

function guard(cell: string): string {
  return FORMULA.test(cell) || cell.startsWith("'") ? `'${cell}` : cell;
}
