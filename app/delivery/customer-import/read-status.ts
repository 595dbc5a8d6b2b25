import type { SuppressionReason } from "~/profiles/suppression-reason";
import type { FileStatus } from "./column-role";

export type ImportedStatus = FileStatus | "complained" | "suppressed";

const STATUSES: Readonly<Record<ImportedStatus, string>> = {
  subscribed:
    "subscribed, subscribe, opted in, opt in, confirmed, active, email, yes, y, true, 1, consented, granted",
  unsubscribed: "unsubscribed, unsubscribe, opted out, opt out, revoked",
  bounced: "cleaned, bounced, bounce, hard bounce, hard bounced, invalid, undeliverable",
  complained: "spam, complained, complaint, spam complaint, marked as spam, abuse",
  suppressed: "suppressed, blocked, blocklisted, blacklisted, user suppressed",
  none: `never subscribed, not subscribed, nonsubscribed, non subscribed, no consent, pending, unconfirmed, transactional,
    archived, inactive, sms, no, n, false, 0, none, null, []`,
};

const WORDS: ReadonlyMap<string, ImportedStatus> = new Map(
  Object.entries(STATUSES).flatMap(([status, words]) =>
    words.split(",").map((it) => [plain(it), status as ImportedStatus] as const),
  ),
);

/** Of a list such as `["email", "sms"]` the strictest counts, and email rather than another channel. */
const STRICTEST: readonly ImportedStatus[] = [
  "complained",
  "bounced",
  "unsubscribed",
  "suppressed",
  "subscribed",
  "none",
];

/** The status that a cell states; null for words that are not known, which must not be taken for consent. */
export function readStatus(text: string): ImportedStatus | null {
  const whole = WORDS.get(plain(text));
  if (whole !== undefined) return whole;
  const parts = text
    .replace(/[[\]{}"']/g, " ")
    .split(/[,;|]/)
    .map((part) => WORDS.get(plain(part)));
  if (parts.includes(undefined)) return null;
  return STRICTEST.find((status) => parts.includes(status)) ?? null;
}

/** Cells that say that an address is not suppressed. */
const NOT_SUPPRESSED = /^(?:\[\s*\]|\{\s*\}|none|null|no|n|false|0|not suppressed|-)?$/i;

/** Why the other tool suppressed an address, from its words; none if it did not. Unknown words suppress it anyway. */
export function readSuppressionReasons(text: string): SuppressionReason[] {
  if (NOT_SUPPRESSED.test(text.trim())) return [];
  const words = plain(text);
  const reasons: SuppressionReason[] = [];
  if (/(?<!soft )bounce|invalid|does not exist/.test(words)) reasons.push("hard_bounce");
  if (/spam|complain|abuse/.test(words)) reasons.push("complaint");
  if (/unsub|opted out|opt out/.test(words)) reasons.push("unsubscribe");
  return reasons.length > 0 ? reasons : ["manual"];
}

function plain(text: string): string {
  return text
    .trim()
    .toLowerCase()
    .replace(/[\s_-]+/g, " ");
}
