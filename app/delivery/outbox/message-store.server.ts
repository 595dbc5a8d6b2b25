import { createHash } from "node:crypto";
import { MESSAGE_LIFETIME_MS } from "~/campaigns/planning/plan-slice";
import type { Tx } from "~/db.server";
import { packBytes } from "~/lib/pack-bytes";
import type { ShopId } from "~/lib/shop-id";
import type { ComposedMessage } from "~/messages/composing/compose-message.server";
import type { Keyring } from "~/privacy/keyring.server";
import type { DeferReason, SkipReason } from "../decide-delivery";
import type { ComposeReason, FailReason } from "../decision/describe-decision";
import type { Email } from "../email";
import { sealEmail } from "./sealed-email.server";

/** A message that is not sent now, with the reasons. */
export type PostponedMessage = { readonly messageId: string; readonly why: readonly string[] } & (
  | { readonly kind: "skip"; readonly reason: SkipReason | ComposeReason }
  | { readonly kind: "fail"; readonly reason: FailReason }
  | { readonly kind: "defer"; readonly reason: DeferReason; readonly until: Date }
);

const STATES = { skip: "skipped", fail: "failed", defer: "planned" } as const;

/** Records why messages are not sent now and releases their claims. */
export async function postponeMessages(
  tx: Tx,
  shopId: ShopId,
  messages: readonly PostponedMessage[],
): Promise<void> {
  if (messages.length === 0) return;
  const rows = messages.map((message) => ({
    message_id: message.messageId,
    state: STATES[message.kind],
    reason: message.reason,
    next_attempt_at: "until" in message ? message.until : null,
    decision: { why: message.why },
  }));
  await tx.$executeRaw`
    update message set
      state = put_off.state,
      reason = put_off.reason,
      next_attempt_at = coalesce(put_off.next_attempt_at, message.next_attempt_at),
      -- A campaign's email does not grow old while it waits for nothing but the plan.
      expires_at = case when put_off.reason = 'plan_limit' and campaign_id is not null
        then greatest(expires_at, put_off.next_attempt_at + ${MESSAGE_LIFETIME_MS} * interval '1 millisecond')
        else expires_at end,
      decision = put_off.decision,
      -- The night does not mend an email that cannot be written: if that is the last of it, that was why.
      failures = case when put_off.state = 'planned' and put_off.reason = 'quiet_hours'
        then failures else 0 end,
      lease_until = null
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as put_off (
      message_id text, state text, reason text, next_attempt_at timestamptz, decision jsonb)
    where message.shop_id = ${shopId} and message.message_id = put_off.message_id`;
}

/** A composed and frozen message. */
export interface FrozenMessage {
  readonly composed: ComposedMessage;
  readonly email: Email;
  readonly why: readonly string[];
}

/** Stores messages as members of a batch, with the bytes and links of every attempt. */
export async function storeFrozen(
  tx: Tx,
  shopId: ShopId,
  batchId: string,
  messages: readonly FrozenMessage[],
  { keyring, now }: { keyring: Pick<Keyring, "seal" | "blindIndex">; now: Date },
): Promise<void> {
  const sealed = packBytes(messages.map(({ email }) => sealEmail(shopId, email, keyring)));
  const rows = messages.map(({ composed, email, why }, i) => ({
    ...sealed.places[i],
    message_id: email.messageId,
    email_index: Buffer.from(keyring.blindIndex(shopId, email.to)).toString("hex"),
    html_bytes: composed.email.htmlBytes,
    subject_hash: createHash("sha256").update(email.subject).digest("hex"),
    picks: composed.picks,
    decision: { why },
  }));
  await tx.$executeRaw`
    update message set
      state = 'sending',
      reason = null,
      batch_id = ${batchId},
      sealed_email = substr(${sealed.bytes}::bytea, frozen.at, frozen.length),
      email_index = decode(frozen.email_index, 'hex'),
      html_bytes = frozen.html_bytes,
      subject_hash = frozen.subject_hash,
      picks = frozen.picks,
      decision = frozen.decision,
      failures = 0,
      -- Counts against the frequency cap from here on.
      next_attempt_at = ${now}::timestamptz,
      lease_until = null
    from json_to_recordset(${JSON.stringify(rows)}::json) as frozen (
      message_id text, at int, length int, email_index text, html_bytes int, subject_hash text, picks jsonb,
      decision jsonb)
    where message.shop_id = ${shopId} and message.message_id = frozen.message_id`;

  const messageIds = messages.map(({ email }) => email.messageId);
  // It may have been composed before, for a batch that was clearly rejected.
  await tx.$executeRaw`
    delete from message_link where shop_id = ${shopId} and message_id = any(${messageIds}::text[])`;
  const links = messages.flatMap(({ composed, email: { messageId } }) =>
    composed.links.map((link) => ({ messageId, ...link })),
  );
  const targets = packBytes(
    links.map(({ messageId, index, target }) =>
      keyring.seal(target, {
        table: "message_link",
        column: "sealed_target",
        shopId,
        row: `${messageId}/${index}`,
      }),
    ),
  );
  const linkRows = links.map(({ messageId, index, position }, i) => ({
    ...targets.places[i],
    message_id: messageId,
    link_index: index,
    position,
  }));
  await tx.$executeRaw`
    insert into message_link (shop_id, message_id, link_index, position, sealed_target)
    select ${shopId}, message_id, link_index, position, substr(${targets.bytes}::bytea, at, length)
    from json_to_recordset(${JSON.stringify(linkRows)}::json) as link (
      message_id text, at int, length int, link_index int, position text)`;
}
