import { MESSAGE_LIFETIME_MS } from "~/campaigns/planning/plan-slice";
import type { Tx } from "~/db.server";
import { Prisma } from "~/generated/prisma/client";
import { packBytes } from "~/lib/pack-bytes";
import { OUTCOME_COLUMNS } from "~/outbox/message-store.server";
import type { ShopId } from "~/lib/shop-id";
import type { ComposedMessage } from "~/messages/composing/compose-message.server";
import { recordPlacementsSql } from "~/recommendations/placement-store.server";
import type { Keyring } from "~/privacy/keyring.server";
import type { DeferReason, SkipReason } from "../decision/decide-delivery";
import type { ComposeReason, FailReason } from "../decision/message-reasons";
import type { DecisionFact } from "../decision/explain-decision";
import type { Email } from "../email";
import type { beginBatchAttempt } from "./email-batch-store.server";
import { sealEmail, templateTextOf } from "./sealed-email.server";

/** A message that is not sent now, with the reasons. */
export type PostponedMessage = {
  readonly messageId: string;
  readonly why: readonly DecisionFact[];
} & (
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
    next_run_at: "until" in message ? message.until : null,
    decision: { why: message.why },
  }));
  await tx.$executeRaw`
    with put_off as materialized (
      select * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as put_off (
        message_id text, state text, reason text, next_run_at timestamptz, decision jsonb)),
    deferred as (
      update message_sending sending set
        reason = put_off.reason,
        next_run_at = put_off.next_run_at,
        -- A campaign's email does not grow old while it waits for nothing but the plan.
        expires_at = case when put_off.reason = 'plan_limit' and campaign_id is not null
          then greatest(expires_at, put_off.next_run_at + ${MESSAGE_LIFETIME_MS} * interval '1 millisecond')
          else expires_at end,
        decision = put_off.decision,
        -- The night does not mend an email that cannot be written: if that is the last of it, that was why.
        failures = case when put_off.reason = 'quiet_hours' then failures else 0 end,
        lease_until = null
      from put_off
      where put_off.state = 'planned'
        and sending.shop_id = ${shopId} and sending.message_id = put_off.message_id),
    ended as (
      delete from message_sending sending using put_off
      where put_off.state <> 'planned'
        and sending.shop_id = ${shopId} and sending.message_id = put_off.message_id
      returning sending.shop_id, sending.message_id, put_off.state, put_off.reason, put_off.decision,
        sending.attempts, sending.batch_id, sending.attempted_at, null::timestamptz, sending.provider_id,
        sending.delivery_state)
    insert into message_outcome (${OUTCOME_COLUMNS}) select * from ended`;
}

/** A composed and frozen message. */
export interface FrozenMessage {
  readonly composed: ComposedMessage;
  readonly email: Email;
  readonly why: readonly DecisionFact[];
}

/** Stores a batch with its messages as members, and the bytes of every attempt. */
export async function storeFrozen(
  tx: Tx,
  shopId: ShopId,
  { prepared: { batchId }, insertSql }: ReturnType<typeof beginBatchAttempt>,
  messages: readonly FrozenMessage[],
  { keyring, now }: { keyring: Pick<Keyring, "seal" | "blindIndex">; now: Date },
): Promise<void> {
  const contents = messages.map((message) => {
    const { email, composed } = message;
    const template = templateTextOf(composed.template);
    const details = { picks: composed.picks, why: message.why };
    const frozen = sealEmail(shopId, email, details, template, keyring);
    return { ...message, template, frozen };
  });
  // In one order, so that two batches that store the same texts do not wait for each other.
  const templates = [...new Map(contents.map((it) => [hex(it.template.hash), it.template]))].sort(
    ([a], [b]) => (a < b ? -1 : 1),
  );
  const texts = packBytes(templates, ([, { packed }]) => packed);
  const sealed = packBytes(contents, ({ frozen: { sealedEmail, sealedBody } }) =>
    Buffer.concat([sealedEmail, sealedBody]),
  );
  const textRows = texts.packed.map(({ item: [hash], at, length }) => ({ hash, at, length }));
  const rows = sealed.packed.map(({ item, at, length }) => {
    const { composed, email, template, frozen } = item;
    return {
      at,
      length,
      head_length: frozen.sealedEmail.length,
      template_hash: hex(template.hash),
      message_id: email.messageId,
      email_index: hex(keyring.blindIndex(shopId, email.to)),
      picks: composed.picks.map(({ productId }) => productId),
      link_count: composed.links.length,
    };
  });
  const placements = messages.flatMap(({ composed: { scarceIds }, email: { messageId } }) =>
    scarceIds.length > 0 ? [{ messageId, productIds: scarceIds }] : [],
  );
  const placementsSql =
    placements.length === 0
      ? Prisma.empty
      : Prisma.sql`${recordPlacementsSql(shopId, placements, now)},`;
  await tx.$executeRaw`
    with ${placementsSql}
    frozen as materialized (
      select * from json_to_recordset(${JSON.stringify(rows)}::json) as frozen (
        message_id text, at int, length int, head_length int, template_hash text, email_index text,
        picks jsonb, link_count int)),
    texts as (
      insert into template_text (shop_id, hash, packed)
      select ${shopId}, decode(hash, 'hex'), substr(${texts.bytes}::bytea, at, length)
      from json_to_recordset(${JSON.stringify(textRows)}::json) as text (hash text, at int, length int)
      on conflict do nothing),
    ${insertSql(shopId)},
    content as (
      insert into message_content (shop_id, message_id, sealed_email, sealed_body, template_hash, email_index, picks,
        link_count)
      select ${shopId}, message_id, substr(bytes, at, head_length),
        substr(bytes, at + head_length, length - head_length), decode(template_hash, 'hex'),
        decode(email_index, 'hex'), picks, link_count
      from frozen, (select ${sealed.bytes}::bytea as bytes) sealed
      on conflict (shop_id, message_id) do update set sealed_email = excluded.sealed_email,
        sealed_body = excluded.sealed_body, template_hash = excluded.template_hash,
        email_index = excluded.email_index, picks = excluded.picks,
        link_count = excluded.link_count)
    update message_sending sending set
      state = 'sending',
      reason = null,
      batch_id = ${batchId},
      -- The facts are in the sealed body.
      decision = '{}',
      failures = 0,
      attempted_at = ${now}::timestamptz,
      lease_until = null
    from frozen
    where sending.shop_id = ${shopId} and sending.message_id = frozen.message_id`;
}

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");
