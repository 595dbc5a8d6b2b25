import { dayOrderOf, type DayOrder } from "~/lib/exports/export-dates";
import { readCell } from "~/lib/csv";
import {
  MAX_IMPORTED_PROPERTIES,
  type ColumnRole,
  type FileStatus,
  type ImportTool,
} from "./column-role";

/** What a file's header and first rows show. */
export interface RecognizedFile {
  readonly tool: ImportTool;
  readonly roles: readonly ColumnRole[];
  readonly fileStatus: FileStatus;
  readonly dayOrder: DayOrder | null;
}

/** The headings of each role in exports of Klaviyo, Mailchimp, Omnisend and others, as `headingKey` writes them. */
const HEADINGS: Readonly<Record<Exclude<ColumnRole, "property">, string>> = {
  email: "email, email address, e mail, e mail address, $email, subscriber email, contact email",
  first_name: "first name, firstname, fname, $first name, given name",
  last_name: "last name, lastname, lname, $last name, surname, family name",
  status: `email marketing consent, consent, $consent, status, email status, email subscription status,
    subscription status, email channel status, email marketing status, subscribed, opt in status`,
  consented_at: `email marketing consent timestamp, consent timestamp, $consent timestamp, optin time, confirm time,
    email opt in date, email optin date, opt in date, opt in time, subscribed at, subscription date, date subscribed`,
  unsubscribed_at: `unsub time, unsubscribe time, unsubscribed at, unsubscribe date, date unsubscribed,
    email opt out date, email optout date, opt out date, opt out time`,
  bounced_at: "clean time, cleaned at, bounced at, bounce date",
  suppression: `email suppressions, email suppression, suppressions, suppressed, suppression reason,
    email suppression reason`,
  ignore: `klaviyo id, external id, phone number, phone, sms phone number, organization, address, address 1,
    address 2, street, city, state / region, state, region, country, country code, zip code, zip, postal code,
    cc, timezone, latitude, longitude, gmtoff, dstoff, ip address, optin ip, confirm ip, leid, euid, web id,
    contact id, notes, last changed, unsub campaign title, unsub campaign id, unsub reason, unsub reason other,
    clean campaign title, clean campaign id, sms marketing consent, sms marketing consent timestamp,
    sms suppressions, sms status, sms opt in date, sms opt out date, push status, whatsapp status`,
};

const ROLES: ReadonlyMap<string, ColumnRole> = new Map(
  Object.entries(HEADINGS).flatMap(([role, headings]) =>
    headings.split(",").map((it) => [it.trim().replace(/\s+/g, " "), role as ColumnRole] as const),
  ),
);

/** Headings that only one tool writes. */
const OF_TOOL: readonly (readonly [ImportTool, RegExp])[] = [
  ["klaviyo", /^(?:klaviyo id|email marketing consent|email suppressions|\$consent|\$email)$/],
  ["mailchimp", /^(?:member rating|optin time|confirm time|leid|euid|unsub time|clean time)$/],
  ["omnisend", /^(?:email status|email channel status|email opt (?:in|out) date|sms opt in date)$/],
];

/** Mailchimp exports one file for each status and names it by the status; "nonsubscribed" contains "subscribed". */
const FILE_NAMES: readonly (readonly [FileStatus, RegExp])[] = [
  ["none", /(?:^|[^a-z])non-?subscribed/i],
  ["unsubscribed", /(?:^|[^a-z])unsubscribed/i],
  ["bounced", /(?:^|[^a-z])cleaned/i],
  ["subscribed", /(?:^|[^a-z])subscribed/i],
];

const DATES: ReadonlySet<ColumnRole> = new Set(["consented_at", "unsubscribed_at", "bounced_at"]);

/**
 * Recognizes the columns of an export. Unknown columns are properties, as far as there is room; addresses, phone numbers
 * and technical columns are ignored. Of several columns with an address the first is used.
 *
 * @param rows the first rows, for the order of day and month
 * @param named the status that the file's name says, if no column does
 */
export function recognizeColumns(
  header: readonly string[],
  rows: readonly (readonly string[])[],
  named: FileStatus,
): RecognizedFile {
  const keys = header.map(headingKey);
  let [hasEmail, properties] = [false, 0];
  const roles = keys.map((key): ColumnRole => {
    const role = ROLES.get(key) ?? (key === "" ? "ignore" : "property");
    if (role === "email" && hasEmail) return "ignore";
    if (role === "email") hasEmail = true;
    if (role === "property") properties += 1;
    return role === "property" && properties > MAX_IMPORTED_PROPERTIES ? "ignore" : role;
  });
  const tool = OF_TOOL.find(([, heading]) => keys.some((key) => heading.test(key)))?.[0] ?? "other";
  const dates = roles.flatMap((role, i) =>
    DATES.has(role) ? rows.map((cells) => cells[i] ?? "") : [],
  );
  return {
    tool,
    roles,
    fileStatus: roles.includes("status") ? "none" : named,
    dayOrder: dayOrderOf(dates),
  };
}

/** The status of all customers in a file, by its name. */
export function statusOfFileName(fileName: string): FileStatus {
  return FILE_NAMES.find(([, name]) => name.test(fileName))?.[0] ?? "none";
}

/** The name of a property by its heading: lowercase letters, digits and underscores, as merge values use it. */
export function propertyNameOf(heading: string, column: number): string {
  const name = readCell(heading)
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "_")
    .replace(/^[^a-z]+|_+$/g, "")
    .slice(0, 64);
  return name === "" ? `column_${column + 1}` : name;
}

/** A heading without case, with spaces for underscores and hyphens, and before the capitals of `emailStatus`. */
function headingKey(heading: string): string {
  return readCell(heading)
    .trim()
    .replace(/(?<=[a-z])(?=[A-Z][a-z])/g, " ")
    .toLowerCase()
    .replace(/[\s_-]+/g, " ");
}
