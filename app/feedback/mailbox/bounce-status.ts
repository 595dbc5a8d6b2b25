import type { DeliveryState } from "../email-events/reports/delivery-state";

/** RFC 3463: class, subject and detail. */
const STATUS = /\b([245])\.(\d{1,3})\.(\d{1,3})\b/;
const REPLY_CODE = /(?:^|[^\d.])([45])[0-5]\d(?:[ -]|$)/m;

/**
 * Codes that say that the address does not exist, or that its mailbox is closed for good. Others of class 5 are about
 * this email, its sender, a full mailbox or the way there.
 */
const NO_SUCH_ADDRESS = ["1.1", "1.2", "1.3", "1.6", "1.10", "2.1"];
/** Codes that servers also use for an unknown address: then the text decides. */
const UNSPECIFIC = ["0.0", "1.0", "2.0", "4.1", "4.4", "5.0"];

const NO_SUCH_ADDRESS_TEXT = new RegExp(
  [
    "(?:user|recipient|mailbox|account|address|alias) (?:is )?(?:unknown|not found|unavailable|disabled|does not exist|doesn't exist|not exist)",
    "(?:unknown|no such|invalid|nonexistent|unrouteable) (?:local )?(?:user|recipient|mailbox|account|address|person)",
    "no mailbox (?:here )?by that name",
    "does(?: not|n't) have an? .{1,60} account",
    "host(?: or domain name)? not found|domain (?:name )?not found|unknown host|no such domain",
    // Exchange Online, for addresses that are not in the directory.
    "recipient address rejected: access denied",
  ].join("|"),
  "i",
);

/**
 * The delivery state that a final failure means.
 *
 * @param status the status of RFC 3463, such as "5.1.1"; empty if unknown
 * @param text what the receiving server said
 * @returns `bounced` only if the address is at fault; everything else may pass
 */
export function classifyBounce(status: string, text: string): DeliveryState {
  const given = STATUS.exec(status);
  // A server that knows no detail reports x.0.0, beside the other server's exact code.
  const exact = given && `${given[2]}.${given[3]}` !== "0.0" ? given : (STATUS.exec(text) ?? given);
  const [, digit = REPLY_CODE.exec(text)?.[1] ?? "5", subject, detail] = exact ?? [];
  if (digit !== "5") return "soft_bounced";
  const code = exact ? `${subject}.${detail}` : "0.0";
  if (NO_SUCH_ADDRESS.includes(code)) return "bounced";
  return UNSPECIFIC.includes(code) && NO_SUCH_ADDRESS_TEXT.test(text) ? "bounced" : "soft_bounced";
}
