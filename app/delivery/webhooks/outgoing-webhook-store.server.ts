import { nextTimeIn } from "~/jobs/next-due-times.server";
import type { Db, Tx } from "~/db.server";
import { WEBHOOK_LIMITS } from "~/events/api/webhook-types";
import { Prisma } from "~/generated/prisma/client";
import { claimDueRows, settleDueRows, type Claim } from "~/jobs/due-rows.server";
import { packBytes } from "~/lib/pack-bytes";
import type { ShopId } from "~/lib/shop-id";
import type { Keyring } from "~/privacy/keyring.server";
import type { OutgoingWebhookState } from "./webhook-states";

const OUTGOING_WEBHOOKS = {
  name: "outgoing_webhook",
  key: { endpointId: "text", webhookId: "text" },
  states: ["pending"],
  // Longer than a slice takes even if every response takes the whole timeout.
  leaseMs: 5 * 60_000,
} as const;

/** A webhook to one endpoint. */
export interface NewWebhook {
  readonly endpointId: string;
  readonly webhookId: string;
  readonly type: string;
  /** Whom it is about; null: a test. */
  readonly profileId: string | null;
  readonly occurredAt: Date;
  /** The JSON that is sent. */
  readonly body: string;
}

const placeOf = (shopId: ShopId, { endpointId, webhookId }: WebhookKey) => ({
  ...{ table: "outgoing_webhook", column: "sealed_body", shopId },
  row: `${endpointId}/${webhookId}`,
});

/** Queues webhooks, each once per endpoint. */
export async function insertWebhooks(
  tx: Tx,
  shopId: ShopId,
  webhooks: readonly NewWebhook[],
  { keyring, now }: { readonly keyring: Pick<Keyring, "seal">; readonly now: Date },
): Promise<void> {
  if (webhooks.length === 0) return;
  const { bytes, packed } = packBytes(webhooks, (it) => keyring.seal(it.body, placeOf(shopId, it)));
  const rows = packed.map(({ item: { body: _body, ...webhook }, at, length }) => ({
    ...{ ...webhook, at, length },
  }));
  await tx.$executeRaw`
    insert into outgoing_webhook (shop_id, endpoint_id, webhook_id, type, profile_id, occurred_at, queued_at,
      sealed_body, state, next_run_at)
    select ${shopId}, "endpointId", "webhookId", type, "profileId", "occurredAt", ${now}::timestamptz,
      substr(${bytes}::bytea, at, length), 'pending', ${now}::timestamptz
    from json_to_recordset(${JSON.stringify(rows)}::json) as queued (at int, length int, "endpointId" text,
      "webhookId" text, type text, "profileId" text, "occurredAt" timestamptz)
    on conflict do nothing`;
}

interface WebhookKey {
  readonly endpointId: string;
  readonly webhookId: string;
}

/** A webhook that this worker sends until its lease ends. */
export interface ClaimedWebhook extends WebhookKey, Claim<"endpointId" | "webhookId"> {
  readonly endpointId: string;
  readonly webhookId: string;
  readonly body: string;
}

/** Claims an endpoint's due webhooks in the order in which they occurred. */
export async function claimWebhooks(
  db: Db,
  shopId: ShopId,
  { endpointId, limit }: { readonly endpointId: string; readonly limit: number },
  { keyring, now }: { readonly keyring: Pick<Keyring, "open">; readonly now: Date },
): Promise<ClaimedWebhook[]> {
  const query = {
    limit,
    and: Prisma.sql`it.endpoint_id = ${endpointId}`,
    orderBy: Prisma.sql`it.occurred_at, it.webhook_id`,
    select: Prisma.sql`it.sealed_body as "sealedBody"`,
  };
  const rows = await claimDueRows<Omit<ClaimedWebhook, "body"> & { sealedBody: Uint8Array }>(
    ...([db, OUTGOING_WEBHOOKS, shopId, query, now] as const),
  );
  return rows.map(({ sealedBody, ...row }) => ({
    ...row,
    body: keyring.open(sealedBody, placeOf(shopId, row)),
  }));
}

/** How a claim ended. A webhook that was not tried is due again as before. */
export interface WebhookEnd {
  readonly state: OutgoingWebhookState;
  readonly nextRunAt: Date | null;
  readonly lastError: string | null;
  readonly status: number | null;
  readonly isTried: boolean;
}

/** Stores how claims ended, unless another worker has them. */
export async function settleWebhooks(
  tx: Tx,
  shopId: ShopId,
  ends: readonly { readonly row: ClaimedWebhook; readonly end: WebhookEnd }[],
  now: Date,
): Promise<void> {
  const rows = ends.map(({ row, end }) => ({
    row,
    end,
    with: { status: end.status, is_tried: end.isTried },
  }));
  await settleDueRows(tx, OUTGOING_WEBHOOKS, shopId, rows, {
    columns: Prisma.sql`status int, is_tried boolean`,
    set: Prisma.sql`response_status = case when is_tried then status else it.response_status end,
      tried_at = case when is_tried then ${now}::timestamptz else it.tried_at end,
      attempts = it.attempts - (not is_tried)::int`,
  });
}

/** A webhook as the admin lists it. */
export interface ListedWebhook {
  readonly webhookId: string;
  readonly type: string;
  readonly occurredAt: Date;
  readonly state: OutgoingWebhookState;
  readonly attempts: number;
  readonly triedAt: Date | null;
  readonly nextRunAt: Date | null;
  readonly responseStatus: number | null;
  readonly lastError: string | null;
}

/** An endpoint's webhooks, newest first. */
export async function listRecentWebhooks(
  db: Db,
  shopId: ShopId,
  endpointId: string,
  limit: number,
): Promise<ListedWebhook[]> {
  const rows = await db.outgoingWebhook.findMany({
    where: { shopId, endpointId },
    orderBy: [{ occurredAt: "desc" }, { webhookId: "desc" }],
    take: limit,
    select: {
      webhookId: true,
      type: true,
      occurredAt: true,
      state: true,
      attempts: true,
      triedAt: true,
      nextRunAt: true,
      responseStatus: true,
      lastError: true,
    },
  });
  return rows.map((row) => ({ ...row, state: row.state as OutgoingWebhookState }));
}

/** Which webhooks of an endpoint to send again: one, all since a time, or those that still wait. */
export type Replay =
  | { readonly webhookId: string }
  | { readonly since: Date }
  | { readonly state: "pending" };

/**
 * Makes webhooks due again, with all their attempts.
 *
 * @returns how many
 */
export async function replayWebhooks(
  tx: Tx,
  shopId: ShopId,
  endpointId: string,
  which: Replay,
  now: Date,
): Promise<number> {
  const { count } = await tx.outgoingWebhook.updateMany({
    where: {
      shopId,
      endpointId,
      ...("since" in which ? { occurredAt: { gte: which.since } } : which),
      // A test says only what the receiver answered.
      profileId: { not: null },
      // Another worker has it.
      OR: [{ leaseUntil: null }, { leaseUntil: { lte: now } }],
    },
    data: { state: "pending", attempts: 0, nextRunAt: now, leaseUntil: null },
  });
  return count;
}

/** Records a test, which was sent at once. */
export async function recordTestWebhook(
  tx: Tx,
  shopId: ShopId,
  { body, ...webhook }: NewWebhook,
  { end, ...deps }: { end: WebhookEnd; keyring: Pick<Keyring, "seal">; now: Date },
): Promise<void> {
  const { state, lastError, status: responseStatus } = end;
  await tx.outgoingWebhook.create({
    data: {
      ...{ shopId, ...webhook, state, lastError, responseStatus, attempts: 1 },
      sealedBody: deps.keyring.seal(body, placeOf(shopId, webhook)),
      queuedAt: deps.now,
      triedAt: deps.now,
    },
  });
}

const DAY_MS = 86_400_000;
const expiry = (now: Date) => new Date(now.getTime() - WEBHOOK_LIMITS.keptDays * DAY_MS);

/** Purges webhooks that were queued two weeks ago. */
export async function purgeWebhooks(db: Db, shopId: ShopId, now: Date): Promise<void> {
  await db.outgoingWebhook.deleteMany({ where: { shopId, queuedAt: { lt: expiry(now) } } });
}

/** Shops with a webhook to purge. */
export const selectShopsWithOldWebhooks = (now: Date): Prisma.Sql => Prisma.sql`
  select distinct shop_id as "shopId" from outgoing_webhook where queued_at < ${expiry(now)}::timestamptz`;

/** When a shop's oldest webhook is to be purged. */
export const nextWebhookExpiry = (now: Date): Prisma.Sql[] => [
  nextTimeIn("outgoing_webhook", "queued_at", now, {
    plus: Prisma.sql`make_interval(days => ${WEBHOOK_LIMITS.keptDays}::int)`,
  }),
];
