import type { Tx } from "~/db.server";
import type { ShopId } from "~/lib/shop-id";
import type { CLOSED_REASONS } from "../decision/decide-delivery";
import { HOLD_MS } from "../decision/caps";
import { KEY_LIFETIME_MS } from "./settle-batch";

interface Hold {
  readonly reason: (typeof CLOSED_REASONS)[keyof typeof CLOSED_REASONS];
  readonly now: Date;
}

/**
 * Holds the batches of a closed shop. A batch that was never offered is dissolved, and its members are
 * decided again. One that the provider may have accepted is postponed until its key expires and is then given
 * up.
 */
export async function holdBatches(tx: Tx, shopId: ShopId, { reason, now }: Hold): Promise<void> {
  const later = new Date(now.getTime() + HOLD_MS);
  await tx.$executeRaw`
    with held as (
      delete from email_batch
      where shop_id = ${shopId} and state = 'sending' and first_attempt_at is null
        and (lease_until is null or lease_until <= ${now}::timestamptz)
      returning batch_id, message_ids),
    planned as (
      update message_sending sending set state = 'planned', batch_id = null, attempted_at = null,
        reason = ${reason}, next_run_at = ${later}::timestamptz
      from held
      where sending.shop_id = ${shopId} and sending.message_id = any(held.message_ids)
        and sending.batch_id = held.batch_id and sending.state = 'sending'
      returning sending.message_id)
    delete from message_content content using planned
    where content.shop_id = ${shopId} and content.message_id = planned.message_id`;
  const repeatableSince = new Date(now.getTime() - KEY_LIFETIME_MS);
  await tx.$executeRaw`
    update email_batch set next_run_at = ${later}::timestamptz
    where shop_id = ${shopId} and state = 'sending' and next_run_at <= ${now}::timestamptz
      and first_attempt_at > ${repeatableSince}::timestamptz
      and (lease_until is null or lease_until <= ${now}::timestamptz)`;
}
