import { createHash, createHmac, randomUUID } from "node:crypto";
import { NOW } from "./builders";

/** As random as production demands. */
export const WEBHOOK_SECRET = `whsec_${createHash("sha256").update("Resend").digest("base64")}`;

interface ResendEventParts {
  readonly type: string;
  readonly messageId: string;
  readonly shop?: string;
  readonly to?: string;
  readonly at?: Date;
  readonly data?: Readonly<Record<string, unknown>>;
}

/** A Resend event about one of our emails. */
export function aResendEvent({ type, messageId, shop, to, at, data }: ResendEventParts) {
  return {
    type,
    created_at: (at ?? NOW).toISOString(),
    data: {
      email_id: `resend-${messageId}`,
      message_id: `<${messageId}@resend.dev>`,
      created_at: NOW.toISOString(),
      from: "hello@kettle.example",
      to: [to ?? "ada@example.com"],
      subject: "We kept your checkout for you",
      tags: { mid: messageId, shop: shop ?? "kettle" },
      ...data,
    },
  };
}

export const aHardBounce = (messageId: string, to?: string, at = NOW) =>
  aResendEvent({
    type: "email.bounced",
    messageId,
    at,
    ...(to !== undefined && { to }),
    data: {
      bounce: { type: "Permanent", subType: "General", message: "No mailbox <ada@example.com>" },
    },
  });

export const aSoftBounce = (messageId: string, to: string, at: Date) =>
  aResendEvent({
    type: "email.bounced",
    messageId,
    to,
    at,
    data: { bounce: { type: "Transient", subType: "MailboxFull", message: "Full" } },
  });

/** A Resend event about its suppression list. */
export const aListedAddress = (what: "added" | "removed", email: string, origin: string) => ({
  type: `suppression.${what}`,
  created_at: NOW.toISOString(),
  data: { id: "sup_1", email, origin, source_id: null, created_at: NOW.toISOString() },
});

/** The event's bytes and Resend's signature headers. */
export function signedEvent(event: unknown, { id = `msg_${randomUUID()}`, now = NOW } = {}) {
  const body = new TextEncoder().encode(JSON.stringify(event));
  return { body, headers: new Headers(signatureOf(body, { id, now })) };
}

export function signatureOf(body: Uint8Array, { id, now }: { id: string; now: Date }) {
  const timestamp = String(Math.floor(now.getTime() / 1_000));
  const key = Buffer.from(WEBHOOK_SECRET.replace("whsec_", ""), "base64");
  const signature = createHmac("sha256", key).update(`${id}.${timestamp}.`).update(body);
  return {
    "svix-id": id,
    "svix-timestamp": timestamp,
    "svix-signature": `v1,${signature.digest("base64")}`,
  };
}
