import { ShopId } from "~/lib/shop-id";
import { replaceAddresses } from "~/lib/replace-addresses";
import { composeFeedbackId, type PlannedBy } from "./feedback-id";

/** An address with its display name. */
export interface Mailbox {
  readonly name: string;
  readonly address: string;
}

/** The wire form of a message: what a provider gets, frozen before the first attempt. */
export interface Email {
  readonly messageId: string;
  readonly from: Mailbox;
  readonly to: string;
  readonly replyTo: string | null;
  readonly subject: string;
  readonly html: string;
  readonly text: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Returned with the provider's events; names and values are letters, digits, "_" and "-". */
  readonly tags: Readonly<Record<string, string>>;
}

export interface EmailParts extends Omit<Email, "headers" | "tags"> {
  readonly shopId: string;
  /** `null` only for transactional email. */
  readonly unsubscribe: Unsubscribe | null;
  /** Who planned it, by which Gmail counts complaints; absent: neither a flow nor a campaign. */
  readonly plannedBy?: PlannedBy;
}

interface Unsubscribe {
  readonly url: string;
  /** An address that unsubscribes whoever writes to it; null or absent: Kindred receives no email. */
  readonly address?: string | null;
}

export type EmailOutcome =
  | { readonly kind: "composed"; readonly email: Email }
  | { readonly kind: "refused"; readonly reason: "bad_recipient" | "bad_sender" | "bad_header" };

/**
 * Adds the headers that marketing email must carry, and rejects addresses or header lines that could inject
 * others.
 *
 * @returns the email, or the name of the invalid part; never its content
 */
export function composeEmail({
  shopId,
  unsubscribe,
  plannedBy,
  ...parts
}: EmailParts): EmailOutcome {
  if (!isAddress(parts.to)) return { kind: "refused", reason: "bad_recipient" };
  const senders = [parts.from.address, ...(parts.replyTo === null ? [] : [parts.replyTo])];
  if (!senders.every(isAddress)) return { kind: "refused", reason: "bad_sender" };
  const headers = unsubscribe === null ? {} : composeHeaders(unsubscribe);
  if (headers === null || ![parts.from.name, parts.subject].every(isHeaderText)) {
    return { kind: "refused", reason: "bad_header" };
  }
  const tags = tagsOf(shopId, parts.messageId);
  const feedback = plannedBy === undefined ? {} : composeFeedbackId(shopId, plannedBy);
  return { kind: "composed", email: { ...parts, headers: { ...headers, ...feedback }, tags } };
}

/** The tags that a provider returns with each event about an email. */
function tagsOf(shopId: string, messageId: string): Email["tags"] {
  const shop = shopId.replace(/\.myshopify\.com$/, "").replace(/[^A-Za-z0-9_-]/g, "-");
  return { mid: messageId, shop };
}

/** @returns the shop and message that the tags name, or null when they are not ours */
export function readTags(tags: Email["tags"]): { shopId: ShopId; messageId: string } | null {
  const shopId = ShopId.safeParse(`${tags.shop ?? ""}.myshopify.com`);
  const messageId = tags.mid;
  return shopId.success && messageId ? { shopId: shopId.data, messageId } : null;
}

/** Removes addresses from a text for logs and tables: provider messages may contain the recipient. */
export function redactAddresses(message: string): string {
  return replaceAddresses(message, "(address)", { withoutTopLevel: true }).slice(0, 300);
}

/**
 * One-click unsubscribe headers. They name an email address only if Kindred reads what arrives there (docs/decisions,
 * 101).
 *
 * @returns the headers, or `null` if the address is not https (or http on localhost), or
 *   has characters that could end a header
 * @see https://www.rfc-editor.org/rfc/rfc8058
 */
export function composeHeaders({
  url,
  address = null,
}: Unsubscribe): Record<string, string> | null {
  const isSafe = /^(?:https:\/\/|http:\/\/(?:localhost|127\.0\.0\.1)[:/])[!-~]+$/.test(url);
  if (!isSafe || /[<>,]/.test(url)) return null;
  // RFC 5322 limits a line to 998 characters, including the header name and the address.
  if (url.length > 850) return null;
  const mailto = address === null ? "" : `, <mailto:${address}?subject=unsubscribe>`;
  return {
    "List-Unsubscribe": `<${url}>${mailto}`,
    "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
  };
}

/** Formats a mailbox for a header: `"Kettle & Co" <hello@kettle.example>`. */
export function formatMailbox({ name, address }: Mailbox): string {
  return `"${name.replace(/["\\]/g, "\\$&")}" <${address}>`;
}

/** Whether a text is a single email address that is safe in a header. */
export function isAddress(text: string): boolean {
  return (
    text.length <= 254 && /^[^\s\p{Cc}"(),:;<>@[\\\]]{1,64}@[^\s\p{Cc}"(),:;<>@[\\\]]+$/u.test(text)
  );
}

function isHeaderText(text: string): boolean {
  return text.trim() !== "" && text.length <= 300 && !/[\p{Cc}\p{Zl}\p{Zp}]/u.test(text);
}
