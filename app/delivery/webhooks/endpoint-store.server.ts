import { nextTimeIn } from "~/jobs/next-due-times.server";
import { readRows } from "~/db-reads.server";
import type { Db, Tx } from "~/db.server";
import { WebhookTypes } from "~/events/api/webhook-payloads";
import { WEBHOOK_LIMITS, type WebhookType } from "~/events/api/webhook-types";
import { Prisma } from "~/generated/prisma/client";
import { INSTALLED } from "~/jobs/due-rows.server";
import type { ShopId } from "~/lib/shop-id";
import type { Keyring, SealedLocation } from "~/privacy/keyring.server";
import type { EndpointHealth } from "./webhook-schedule";
import type { DisableReason, EndpointStatus } from "./webhook-states";

/** What a merchant chooses for an endpoint. */
export interface EndpointChoice {
  readonly url: string;
  readonly types: readonly WebhookType[];
  /** Whether its webhooks have email addresses. */
  readonly hasAddresses: boolean;
}

/** A system of the merchant that receives webhooks. */
export interface WebhookEndpoint extends EndpointChoice {
  readonly endpointId: string;
  readonly status: EndpointStatus;
  readonly disabledFor: DisableReason | null;
  readonly createdAt: Date;
  readonly failures: number;
  readonly failingSince: Date | null;
  /** Until when the secret before a rotation also signs. */
  readonly previousUntil: Date | null;
}

const LISTED = {
  endpointId: true,
  url: true,
  types: true,
  hasAddresses: true,
  status: true,
  disabledFor: true,
  createdAt: true,
  failures: true,
  failingSince: true,
  previousUntil: true,
} as const;

type Row = Prisma.WebhookEndpointGetPayload<{ select: typeof LISTED }>;

const fromRow = ({ types, status, disabledFor, ...row }: Row): WebhookEndpoint => ({
  ...row,
  types: WebhookTypes.parse(types),
  status: status as EndpointStatus,
  disabledFor: disabledFor as DisableReason | null,
});

const placeOf = (
  shopId: ShopId,
  column: "sealed_secret" | "sealed_previous",
  endpointId: string,
): SealedLocation => ({ table: "webhook_endpoint", column, shopId, row: endpointId });

/** The shop's endpoints, oldest first. */
export async function listEndpoints(db: Db, shopId: ShopId): Promise<WebhookEndpoint[]> {
  const rows = await readRows<Row>(
    db,
    Prisma.sql`
    select endpoint_id as "endpointId", url, types, has_addresses as "hasAddresses", status,
      disabled_for as "disabledFor", created_at as "createdAt", failures,
      failing_since as "failingSince", previous_until as "previousUntil"
    from webhook_endpoint where shop_id = ${shopId}
    order by created_at, endpoint_id`,
    { createdAt: "instant", failingSince: "instant", previousUntil: "instant" },
  );
  return rows.map(fromRow);
}

/** An endpoint of the shop; null if it has no such endpoint. */
export async function findEndpoint(
  db: Db,
  shopId: ShopId,
  endpointId: string,
): Promise<WebhookEndpoint | null> {
  const where = { shopId_endpointId: { shopId, endpointId } };
  const row = await db.webhookEndpoint.findUnique({ where, select: LISTED });
  return row && fromRow(row);
}

interface NewEndpoint extends EndpointChoice {
  readonly endpointId: string;
  readonly secret: string;
}

export async function insertEndpoint(
  tx: Tx,
  shopId: ShopId,
  { secret, types, ...endpoint }: NewEndpoint,
  { keyring, now }: { readonly keyring: Pick<Keyring, "seal">; readonly now: Date },
): Promise<void> {
  const sealedSecret = keyring.seal(secret, placeOf(shopId, "sealed_secret", endpoint.endpointId));
  await tx.webhookEndpoint.create({
    data: {
      shopId,
      ...endpoint,
      types: [...types],
      sealedSecret,
      status: "active",
      createdAt: now,
    },
  });
}

/** @returns whether the shop has this endpoint */
export async function saveEndpoint(
  tx: Tx,
  shopId: ShopId,
  endpointId: string,
  { url, types, hasAddresses }: EndpointChoice,
): Promise<boolean> {
  const data = { url, types: [...types], hasAddresses };
  const { count } = await tx.webhookEndpoint.updateMany({ where: { shopId, endpointId }, data });
  return count > 0;
}

/** Pauses or resumes an endpoint. What waits is sent once it is active. */
export async function setEndpointStatus(
  tx: Tx,
  shopId: ShopId,
  endpointId: string,
  status: "active" | "paused",
): Promise<void> {
  const health = { failures: 0, failingSince: null, heldUntil: null, disabledFor: null };
  await tx.webhookEndpoint.updateMany({
    where: { shopId, endpointId },
    data: { status, ...health, systemEmailId: null },
  });
}

/** Deletes an endpoint with its webhooks. */
export async function deleteEndpoint(tx: Tx, shopId: ShopId, endpointId: string): Promise<void> {
  await tx.webhookEndpoint.deleteMany({ where: { shopId, endpointId } });
}

const HOUR_MS = 3_600_000;

/** Replaces the secret of an endpoint. The previous one also signs for a day; an older one stops at once. */
export async function rotateEndpointSecret(
  tx: Tx,
  shopId: ShopId,
  { endpointId, secret }: { readonly endpointId: string; readonly secret: string },
  { keyring, now }: { readonly keyring: Pick<Keyring, "seal" | "open">; readonly now: Date },
): Promise<void> {
  // A concurrent rotation waits here and then replaces this secret.
  const [row] = await tx.$queryRaw<{ sealed: Uint8Array }[]>`
    select sealed_secret as sealed from webhook_endpoint
    where shop_id = ${shopId} and endpoint_id = ${endpointId} for update`;
  if (!row) return;
  const place = placeOf(shopId, "sealed_secret", endpointId);
  const previous = keyring.open(row.sealed, place);
  await tx.webhookEndpoint.update({
    where: { shopId_endpointId: { shopId, endpointId } },
    data: {
      sealedSecret: keyring.seal(secret, place),
      sealedPrevious: keyring.seal(previous, placeOf(shopId, "sealed_previous", endpointId)),
      previousUntil: new Date(now.getTime() + WEBHOOK_LIMITS.overlapHours * HOUR_MS),
    },
  });
}

/** The secrets that sign an endpoint's webhooks now, the current one first. */
export async function openEndpointSecrets(
  db: Db,
  shopId: ShopId,
  endpointId: string,
  { keyring, now }: { readonly keyring: Pick<Keyring, "open">; readonly now: Date },
): Promise<string[]> {
  const row = await db.webhookEndpoint.findUnique({
    where: { shopId_endpointId: { shopId, endpointId } },
    select: { sealedSecret: true, sealedPrevious: true, previousUntil: true },
  });
  if (!row) return [];
  const { sealedSecret, sealedPrevious, previousUntil: until } = row;
  const current = keyring.open(sealedSecret, placeOf(shopId, "sealed_secret", endpointId));
  return sealedPrevious !== null && until !== null && until > now
    ? [current, keyring.open(sealedPrevious, placeOf(shopId, "sealed_previous", endpointId))]
    : [current];
}

/**
 * Records how an endpoint is doing, unless the merchant paused it meanwhile.
 *
 * @returns whether it was disabled by this
 */
export async function recordEndpointHealth(
  tx: Tx,
  shopId: ShopId,
  endpointId: string,
  { disabledFor, ...health }: EndpointHealth,
): Promise<boolean> {
  const { count } = await tx.webhookEndpoint.updateMany({
    where: { shopId, endpointId, status: "active" },
    data: { ...health, ...(disabledFor !== null && { status: "disabled", disabledFor }) },
  });
  return disabledFor !== null && count > 0;
}

/** Active endpoints of installed shops with a webhook that is due. One that is held is not. */
const dueEndpoints = (now: Date) => Prisma.sql`
  webhook_endpoint it ${INSTALLED}
  where it.status = 'active' and (it.held_until is null or it.held_until <= ${now}::timestamptz)
    and exists (
      select 1 from outgoing_webhook queued
      where queued.shop_id = it.shop_id and queued.endpoint_id = it.endpoint_id
        and queued.state = 'pending' and queued.next_run_at <= ${now}::timestamptz
        and (queued.lease_until is null or queued.lease_until <= ${now}::timestamptz))`;

/** Shops with a webhook that is due. */
export const selectShopsWithDueWebhooks = (now: Date): Prisma.Sql => Prisma.sql`
  select distinct it.shop_id as "shopId" from ${dueEndpoints(now)}`;

/** When a shop's next webhook is due, or its endpoint is held no longer. */
export const nextWebhookTimes = (now: Date): Prisma.Sql[] => [
  nextTimeIn("webhook_endpoint", "held_until", now),
  ...["next_run_at", "lease_until"].map((column) =>
    nextTimeIn("outgoing_webhook", column, now, { and: Prisma.sql`it.state = 'pending'` }),
  ),
];

/** The ids of the shop's endpoints with a webhook that is due. */
export async function listDueEndpointIds(db: Db, shopId: ShopId, now: Date): Promise<string[]> {
  const rows = await db.$queryRaw<{ endpointId: string }[]>`
    select it.endpoint_id as "endpointId" from ${dueEndpoints(now)} and it.shop_id = ${shopId}
    order by it.endpoint_id`;
  return rows.map(({ endpointId }) => endpointId);
}
