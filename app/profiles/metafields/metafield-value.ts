import { readPropertyDate, readPropertyNumber } from "../property-value";
import { isMetafieldList, metafieldItemTypeOf, metafieldReadingOf } from "./followed-metafield";

/** Conditions compare texts of this length. */
const MAX_TEXT_CHARS = 255;
/** The index of properties by value takes no longer ones. */
const MAX_LIST_BYTES = 2_000;

/**
 * A metafield's value as a customer property stores it.
 *
 * @param type Shopify's type of the metafield
 * @param value Shopify's value, which is always text: "true", "12.5", "2026-03-01", '["a","b"]'
 * @returns text; decimals as Shopify writes them; days as "2026-03-01", instants in UTC with milliseconds; a list as one
 *   line per entry, of which those within 2,000 bytes are kept. Null for a value that is empty, too long, or not of its
 *   type.
 */
export function readMetafieldValue(type: string, value: string): string | null {
  if (!isMetafieldList(type)) return readItem(type, value);
  const lines = readJsonList(value).flatMap((it) => {
    const line = readItem(metafieldItemTypeOf(type), it);
    // A line break would make one entry two.
    return line === null || line.includes("\n") ? [] : line;
  });
  let bytes = 0;
  const kept = lines.filter((line) => (bytes += Buffer.byteLength(line) + 1) <= MAX_LIST_BYTES);
  return kept.length === 0 ? null : kept.join("\n");
}

function readItem(type: string, value: string): string | null {
  switch (metafieldReadingOf(type)) {
    case "text":
      return isComparable(value) ? value : null;
    case "number":
      return readPropertyNumber(value) === null ? null : value;
    case "boolean":
      return value === "true" || value === "false" ? value : null;
    case "date": {
      const date = type === "date" ? value : toInstant(value);
      return date !== null && readPropertyDate(date) !== null ? date : null;
    }
    case "list":
    case null:
      return null;
  }
}

function toInstant(value: string): string | null {
  const at = Date.parse(value);
  return Number.isNaN(at) ? null : new Date(at).toISOString();
}

const isComparable = (value: string) =>
  value !== "" && value.length <= MAX_TEXT_CHARS && value.isWellFormed() && !value.includes("\0");

function readJsonList(value: string): string[] {
  try {
    const parsed: unknown = JSON.parse(value);
    return Array.isArray(parsed) ? parsed.map(String) : [];
  } catch {
    return [];
  }
}
