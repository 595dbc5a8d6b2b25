import type { Db } from "~/db.server";
import type { ShopId } from "~/lib/shop-id";
import type { CompiledTemplate, TemplatePart } from "~/messages/compiling/compiled-template";
import {
  freezeContent,
  openBodies,
  openHead,
  prepareTemplateText,
  type FrozenContent,
  type StoredBody,
  type TemplateText,
} from "~/outbox/frozen-content.server";
import type { Keyring } from "~/privacy/keyring.server";
import type { Email } from "../email";

/** What lists and reports read of an email. */
export type EmailHead = Pick<Email, "from" | "to" | "replyTo" | "subject">;

type EmailBody = Pick<Email, "html" | "text" | "headers" | "tags">;

/** What the merchant sees of an email besides itself, which is mostly texts that are in it as well. */
export interface EmailDetails {
  /** The recommended products, and why. */
  readonly picks: readonly object[];
  /** The facts of the decision to send it. */
  readonly why: readonly object[];
}

const texts = new WeakMap<CompiledTemplate, TemplateText>();

/** The text that emails of a template share, prepared on first use. */
export function templateTextOf(template: CompiledTemplate): TemplateText {
  let text = texts.get(template);
  if (text === undefined) {
    // As JSON, like the bodies that contain it.
    text = prepareTemplateText(
      COMMON_TEXT + JSON.stringify([literalsOf(template.html), literalsOf(template.text)]),
    );
    texts.set(template, text);
  }
  return text;
}

/** Names and values of most bodies that are in no template. */
const COMMON_TEXT = JSON.stringify({
  headers: {
    "List-Unsubscribe": "<https://",
    "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    "Feedback-ID": "",
  },
  tags: { mid: "", shop: "" },
  picks: [
    {
      productId: "",
      score: 0.1,
      parts: [
        { source: "user_knn", score: 0.01 },
        { source: "similar_customers", score: 0.01 },
        { source: "popularity", score: 0.01 },
        { source: "item_knn", score: 0.01 },
      ],
      reason: { kind: "because_you_bought", productId: "", title: "", sharedBuyers: 1, share: 0.1 },
      modelKind: "item_knn",
      modelVersion: 1,
      propensity: 1,
      source: "new_for_you",
      title: "",
      imageUrl: "https://cdn.shopify.com/s/files/1/",
      sentence: "",
    },
  ],
  why: [
    { kind: "trigger", object: "checkout", at: "20" },
    { kind: "consent", isSubscribed: true },
    { kind: "cap", had: 0, cap: 3, isLearned: false },
    { kind: "awake", timeZone: "America/" },
  ],
  utm: "?utm_source=kindred&utm_medium=email&utm_campaign=flow-",
});

const literalsOf = (parts: readonly TemplatePart[]): string =>
  parts
    .map((part) => {
      if (typeof part === "string") return part;
      return part.kind === "value" ? "" : literalsOf(part.parts);
    })
    .join("");

/** Seals an email for its row, with its details. */
export function sealEmail(
  shopId: ShopId,
  { messageId, from, to, replyTo, subject, ...body }: Email,
  { picks, why }: EmailDetails,
  template: TemplateText,
  keyring: Pick<Keyring, "seal">,
): FrozenContent {
  const head: EmailHead = { from, to, replyTo, subject };
  return freezeContent(
    { shopId, messageId },
    { head, body: { ...body, picks, why } },
    template,
    keyring,
  );
}

/**
 * Sender, recipient and subject of a frozen email; null if unreadable.
 *
 * @throws AppError `missing_key` when another process may have the key
 */
export const openEmailHead = (
  shopId: ShopId,
  messageId: string,
  sealedEmail: Uint8Array,
  keyring: Pick<Keyring, "open">,
): EmailHead | null => openHead(shopId, messageId, sealedEmail, keyring) as EmailHead | null;

/** An email as stored. */
export interface StoredEmail extends StoredBody {
  readonly sealedEmail: Uint8Array | null;
}

/**
 * Frozen emails, byte for byte, by message id. Erased and unreadable ones are missing, so that one unreadable email
 * blocks no others.
 *
 * @throws AppError `missing_key` when another process may have the key
 */
export async function openEmails(
  db: Db,
  shopId: ShopId,
  stored: readonly StoredEmail[],
  keyring: Pick<Keyring, "open" | "openBytes">,
): Promise<ReadonlyMap<string, Email>> {
  const opened = await openEmailsWithDetails(db, shopId, stored, keyring);
  return new Map([...opened].map(([messageId, { email }]) => [messageId, email]));
}

/** The same with their details. */
export async function openEmailsWithDetails(
  db: Db,
  shopId: ShopId,
  stored: readonly StoredEmail[],
  keyring: Pick<Keyring, "open" | "openBytes">,
): Promise<ReadonlyMap<string, Partial<EmailDetails> & { readonly email: Email }>> {
  const bodies = await openBodies(db, shopId, stored, keyring);
  return new Map(
    stored.flatMap(({ messageId, sealedEmail }) => {
      const head = sealedEmail && openEmailHead(shopId, messageId, sealedEmail, keyring);
      const body = bodies.get(messageId) as (EmailBody & Partial<EmailDetails>) | undefined;
      if (!head || !body) return [];
      const { html, text, headers, tags, ...details } = body;
      return [
        [messageId, { email: { messageId, ...head, html, text, headers, tags }, ...details }],
      ];
    }),
  );
}
