import { v7 as uuidv7 } from "uuid";
import type { Db, Tx } from "~/db.server";
import { Prisma } from "~/generated/prisma/client";
import { ActionStep } from "~/flows/definition/action-step";
import { FlowStatus } from "~/flows/definition/flow-status";
import type { CustomerId } from "~/lib/profile-id";
import type { ShopId } from "~/lib/shop-id";
import type { Keyring } from "~/privacy/keyring.server";
import type { Email } from "../email";
import type { MerchantEmailEnd } from "../send-to-merchant";
import { actionSkip } from "../action-rule";
import type { FlowNote } from "./notice";

/** An email to the merchant that is due. */
export interface DueNotice {
  readonly noticeId: string;
  readonly attempts: number;
  readonly firstTriedAt: Date | null;
  readonly sealedEmail: Uint8Array | null;
}

/** Minimum time between two emails: later notifications wait for the next one. */
const MIN_INTERVAL_MS = 3_600_000;
/** Maximum notes in one email. */
const MAX_NOTES = 500;

/** Installed shops with notes that are due now. */
export function selectShopsWithDueNotices(now: Date): Prisma.Sql {
  return Prisma.sql`
    select shop.shop_id as "shopId" from shop
    where shop.uninstalled_at is null and (
      exists (
        select 1 from notice
        where notice.shop_id = shop.shop_id and notice.next_run_at <= ${now}::timestamptz)
      or exists (
        select 1 from flow_action it
        join flow on flow.shop_id = it.shop_id and flow.flow_id = it.flow_id
        where it.shop_id = shop.shop_id and it.kind = 'notify' and it.state = 'due'
          and it.notice_id is null and flow.status <> 'paused')
      and not exists (
        select 1 from notice
        where notice.shop_id = shop.shop_id
          and notice.created_at > ${new Date(now.getTime() - MIN_INTERVAL_MS)}::timestamptz))`;
}

/** The email to send next: an unfinished one, or a new one with the waiting notes; null when nothing may leave now. */
export async function beginNotice(tx: Tx, shopId: ShopId, now: Date): Promise<DueNotice | null> {
  const begun = await tx.notice.findFirst({
    where: { shopId, state: "queued", nextRunAt: { lte: now } },
    orderBy: { createdAt: "asc" },
    select: { noticeId: true, attempts: true, firstTriedAt: true, sealedEmail: true },
  });
  if (begun) return begun;
  const last = await tx.notice.findFirst({
    where: {
      shopId,
      OR: [{ state: "queued" }, { createdAt: { gt: new Date(now.getTime() - MIN_INTERVAL_MS) } }],
    },
  });
  if (last) return null;
  const noticeId = uuidv7();
  const gathered = await tx.$executeRaw`
    update flow_action it set notice_id = ${noticeId}
    where it.shop_id = ${shopId} and it.action_id = any(array(
      select waiting.action_id from flow_action waiting
      join flow on flow.shop_id = waiting.shop_id and flow.flow_id = waiting.flow_id
      where waiting.shop_id = ${shopId} and waiting.kind = 'notify' and waiting.state = 'due'
        and waiting.notice_id is null and flow.status <> 'paused'
      order by waiting.planned_at, waiting.action_id
      limit ${MAX_NOTES} for update of waiting skip locked))`;
  if (gathered === 0) return null;
  await tx.notice.create({
    data: { shopId, noticeId, state: "queued", createdAt: now, nextRunAt: now },
  });
  return { noticeId, attempts: 0, firstTriedAt: null, sealedEmail: null };
}

/** The notes of an email, without those about erased customers. */
export async function listNotes(db: Db, shopId: ShopId, noticeId: string): Promise<FlowNote[]> {
  const rows = await db.$queryRaw<NoteRow[]>`
    select it.action, flow.name as "flowName", flow.status as "flowStatus",
      profile.customer_id as "customerId",
      coalesce(profile.deleted_at is not null, true) as "isProfileDeleted"
    from flow_action it
    join flow on flow.shop_id = it.shop_id and flow.flow_id = it.flow_id
    left join profile on profile.shop_id = it.shop_id and profile.profile_id = it.profile_id
    where it.shop_id = ${shopId} and it.notice_id = ${noticeId} and it.state = 'due'
    order by it.planned_at, it.action_id`;
  return rows.flatMap(({ action, flowName, flowStatus, ...facts }) => {
    const step = ActionStep.parse(action);
    const skip = actionSkip("notify", { ...facts, flowStatus: FlowStatus.parse(flowStatus) });
    return step.kind === "notify" && skip === null
      ? [{ flowName, note: step.note, customerId: facts.customerId }]
      : [];
  });
}

interface NoteRow {
  readonly action: unknown;
  readonly flowName: string;
  readonly flowStatus: string;
  readonly customerId: CustomerId | null;
  readonly isProfileDeleted: boolean;
}

/** Freezes the email before the first attempt. @returns false when another process froze one first */
export async function freezeNotice(
  db: Db,
  shopId: ShopId,
  { noticeId, email }: { readonly noticeId: string; readonly email: Email },
  { keyring, now }: { readonly keyring: Pick<Keyring, "seal">; readonly now: Date },
): Promise<boolean> {
  const { count } = await db.notice.updateMany({
    where: { shopId, noticeId, sealedEmail: null },
    data: {
      sealedEmail: keyring.seal(JSON.stringify(email), placeOf(shopId, noticeId)),
      firstTriedAt: now,
    },
  });
  return count === 1;
}

/** Queues a ready-made email to the merchant that does not come from a flow. */
export async function queueNotice(
  tx: Tx,
  shopId: ShopId,
  email: Email,
  { keyring, now }: { readonly keyring: Pick<Keyring, "seal">; readonly now: Date },
): Promise<void> {
  const noticeId = email.messageId;
  await tx.notice.create({
    data: {
      shopId,
      noticeId,
      state: "queued",
      sealedEmail: keyring.seal(JSON.stringify(email), placeOf(shopId, noticeId)),
      createdAt: now,
      firstTriedAt: now,
      nextRunAt: now,
    },
  });
}

/** The frozen email, byte for byte. */
export function openNotice(
  shopId: ShopId,
  { noticeId, sealedEmail }: DueNotice,
  { keyring }: { readonly keyring: Pick<Keyring, "open"> },
): Email | null {
  return sealedEmail && (JSON.parse(keyring.open(sealedEmail, placeOf(shopId, noticeId))) as Email);
}

/** Records the outcome of the email and, once it is final, of its notes. */
export async function settleNotice(
  tx: Tx,
  shopId: ShopId,
  { noticeId }: Pick<DueNotice, "noticeId">,
  end: MerchantEmailEnd,
  now: Date,
): Promise<void> {
  const { count } = await tx.notice.updateMany({
    where: { shopId, noticeId, state: "queued" },
    data: { ...end, attempts: { increment: 1 } },
  });
  if (count === 0 || end.state === undefined) return;
  await tx.flowAction.updateMany({
    where: { shopId, noticeId, state: "due" },
    data: {
      state: end.state === "sent" ? "done" : "failed",
      reason: end.reason,
      nextAttemptAt: null,
      endedAt: now,
    },
  });
}

const placeOf = (shopId: ShopId, noticeId: string) => ({
  table: "notice",
  column: "sealed_email",
  shopId,
  row: noticeId,
});
