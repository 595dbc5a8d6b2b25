import { z } from "zod";

/** What a column of an imported file means. */
export const ColumnRole = z.enum([
  "ignore",
  "email",
  "first_name",
  "last_name",
  /** Whether the customer is subscribed, in words. */
  "status",
  "consented_at",
  "unsubscribed_at",
  /** When the address was found not to exist. */
  "bounced_at",
  /** Why the other tool does not email the address; empty if it does. */
  "suppression",
  "property",
]);
export type ColumnRole = z.infer<typeof ColumnRole>;

/** What customers without a status of their own are. */
export const FileStatus = z.enum(["none", "subscribed", "unsubscribed", "bounced"]);
export type FileStatus = z.infer<typeof FileStatus>;

/** The tool that wrote a file. */
export const ImportTool = z.enum(["klaviyo", "mailchimp", "omnisend", "other"]);
export type ImportTool = z.infer<typeof ImportTool>;

/** Encodings to choose from, as the labels of the WHATWG Encoding Standard. */
export const ImportEncoding = z.enum([
  "utf-8",
  "utf-16le",
  "utf-16be",
  "windows-1252",
  "windows-1250",
  "windows-1251",
  "windows-1253",
  "windows-1254",
  "windows-1255",
  "macintosh",
  "koi8-r",
  "shift_jis",
  "euc-kr",
  "gb18030",
  "big5",
]);
export type ImportEncoding = z.infer<typeof ImportEncoding>;

/** More would make a customer's page unreadable. */
export const MAX_IMPORTED_PROPERTIES = 50;
/** Columns of the largest exports, with room. */
const MAX_COLUMNS = 500;

/** How a file is read: the role of each column in order, and what the file does not say. */
export const ImportSettings = z
  .object({
    roles: z.array(ColumnRole).min(1).max(MAX_COLUMNS),
    encoding: ImportEncoding,
    /** Of dates that do not begin with the year; null refuses them. */
    dayOrder: z.enum(["dmy", "mdy"]).nullable(),
    fileStatus: FileStatus,
  })
  .refine(({ roles }) => countOf(roles, "email") === 1, { path: ["email"] })
  .refine(({ roles }) => countOf(roles, "property") <= MAX_IMPORTED_PROPERTIES, {
    path: ["property"],
  });
export type ImportSettings = z.infer<typeof ImportSettings>;

const countOf = (roles: readonly ColumnRole[], role: ColumnRole) =>
  roles.filter((it) => it === role).length;
