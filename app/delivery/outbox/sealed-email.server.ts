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

/** What the merchant sees of a recommended product: mostly texts that are in the email as well. */
type StoredPicks = readonly object[];

const texts = new WeakMap<CompiledTemplate, TemplateText>();

/** The text that emails of a template share, prepared on first use. */
export function templateTextOf(template: CompiledTemplate): TemplateText {
  let text = texts.get(template);
  if (text === undefined) {
    // As JSON, like the bodies that contain it.
    text = prepareTemplateText(
      JSON.stringify([literalsOf(template.html), literalsOf(template.text)]),
    );
    texts.set(template, text);
  }
  return text;
}

const literalsOf = (parts: readonly TemplatePart[]): string =>
  parts
    .map((part) => {
      if (typeof part === "string") return part;
      return part.kind === "value" ? "" : literalsOf(part.parts);
    })
    .join("");

/** Seals an email for its row, with the products that it recommends and why. */
export function sealEmail(
  shopId: ShopId,
  { messageId, from, to, replyTo, subject, ...body }: Email,
  picks: StoredPicks,
  template: TemplateText,
  keyring: Pick<Keyring, "seal">,
): FrozenContent {
  const head: EmailHead = { from, to, replyTo, subject };
  return freezeContent(
    { shopId, messageId },
    { head, body: { ...body, picks } },
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
  const opened = await openEmailsWithPicks(db, shopId, stored, keyring);
  return new Map([...opened].map(([messageId, { email }]) => [messageId, email]));
}

/** The same with the recommended products. */
export async function openEmailsWithPicks(
  db: Db,
  shopId: ShopId,
  stored: readonly StoredEmail[],
  keyring: Pick<Keyring, "open" | "openBytes">,
): Promise<ReadonlyMap<string, { readonly email: Email; readonly picks: StoredPicks }>> {
  const bodies = await openBodies(db, shopId, stored, keyring);
  return new Map(
    stored.flatMap(({ messageId, sealedEmail }) => {
      const head = sealedEmail && openEmailHead(shopId, messageId, sealedEmail, keyring);
      const body = bodies.get(messageId) as (EmailBody & { picks: StoredPicks }) | undefined;
      if (!head || !body) return [];
      const { html, text, headers, tags, picks } = body;
      return [[messageId, { email: { messageId, ...head, html, text, headers, tags }, picks }]];
    }),
  );
}
