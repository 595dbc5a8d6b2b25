/**
 * The encoding of bytes that are not UTF-8, if only one of Windows-1252 (western Europe and America), Windows-1251
 * (Cyrillic) and Shift-JIS (Japanese) makes sense of them. Statistics of letters fail on exports, which are mostly
 * numbers and English, so this reads how the non-ASCII bytes stand in their words:
 *
 * - Western words mix them with ASCII letters ("Köln"), Cyrillic words consist of them, in upper and lower case.
 * - Japanese text has kana, whose first byte (0x82 or 0x83) is no letter elsewhere.
 * - No western word contains a symbol or undefined byte. Text from a Macintosh or from central Europe does.
 *
 * Turkish and Hungarian (Windows-1254 and 1250) may look western: they differ in a few letters only.
 *
 * @param lines those that are not UTF-8
 * @returns null when none or several are plausible
 */
export function guessEncoding(lines: readonly Uint8Array[]): ExportEncoding | null {
  const text = lines.map((line) => Buffer.from(line).toString("latin1")).join("\n");
  if (isJapanese(text, lines)) return "shift_jis";
  const words = text.match(WORDS) ?? [];
  const mixed = words.filter((word) => /[A-Za-z]/.test(word) && HIGH.test(word));
  const foreign = words.filter((word) => FOREIGN.test(word));
  if (foreign.length === 0) return mixed.some((word) => ODD.test(word)) ? null : "windows-1252";
  const isForeign = mixed.length <= foreign.length * MAX_MIXED;
  return isForeign && isCyrillic(foreign) ? "windows-1251" : null;
}

export type ExportEncoding = "windows-1252" | "windows-1251" | "shift_jis";

/** Share of the words in another alphabet that may contain ASCII letters, such as a model's name. */
const MAX_MIXED = 0.05;
/** Share of them that have capitals at the beginning only, or capitals only. */
const MIN_CASED = 0.9;

const WORDS = /[A-Za-z\x80-\xff]+/g;
const HIGH = /[\x80-\xff]/;
/** More bytes in a row that are not ASCII than a western text has. */
const FOREIGN = /[\x80-\x9f]{3}|[\xa1-\xff]{3}|[\x80-\xff]{4}/;
/** Š, š, Ž and ž, or between two letters a byte that is no western letter, apostrophe, hyphen, dash or dot. */
const ODD =
  /[\x8a\x8e\x9a\x9e]|(?<=[A-Za-z\xc0-\xff])[\x80-\x84\x86-\x8b\x8d-\x91\x93-\x95\x98-\x9b\x9d-\xac\xae-\xb3\xb5\xb6\xb8-\xbf](?=[A-Za-z\xc0-\xff])/;

/** Hiragana or katakana in Shift-JIS. */
const KANA = /\x82[\x9f-\xf1]|\x83[\x40-\x96]/;
const shiftJis = new TextDecoder("shift_jis", { fatal: true });

function isJapanese(text: string, lines: readonly Uint8Array[]): boolean {
  if (!KANA.test(text)) return false;
  try {
    for (const line of lines) shiftJis.decode(line);
    return true;
  } catch {
    return false;
  }
}

/**
 * In Windows-1251 capitals are 0xC0–0xDF and small letters follow, as on paper. KOI8-R has them the other way round.
 * Greek, which has the same order, has accented letters at 0xDC–0xDF; Hebrew has no capitals, and neither has а (0xE0).
 */
function isCyrillic(words: readonly string[]): boolean {
  const letters = words.map((word) => word.replace(/[^\xc0-\xff]/g, ""));
  const cased = letters.filter((word) =>
    /^[\xc0-\xdf]?[\xe0-\xff]{2,}$|^[\xc0-\xdf]{3,}$/.test(word),
  );
  if (cased.length < letters.length * MIN_CASED) return false;
  const all = letters.join("");
  return /[\xc0-\xdf]/.test(all) && /[\xe0\xc0\xee\xce]/.test(all);
}
