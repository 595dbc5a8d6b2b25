import { nextTimeIn } from "~/jobs/next-due-times.server";
import { v7 as uuidv7 } from "uuid";
import type { Db, Tx } from "~/db.server";
import { Prisma } from "~/generated/prisma/client";
import { ActionStep } from "~/flows/definition/action-step";
import { FlowStatus } from "~/flows/definition/flow-status";
import type { CustomerId } from "~/lib/profile-id";
import type { ShopId } from "~/lib/shop-id";
import type { Keyring } from "~/privacy/keyring.server";
import { actionSkip } from "../action-rule";
import {
  queueSystemEmail,
  selectShopsWithDueSystemEmails,
  type SystemEmailEnd,
  nextSystemEmailTimes,
} from "../system-emails/system-email-store.server";
import type { FlowNote } from "./notice";

/** Minimum time between two emails: later notifications wait for the next one. */
const MIN_INTERVAL_MS = 3_600_000;
/** Maximum notes in one email. */
const MAX_NOTES = 500;

/** Notes that are in no email yet, of flows that are not paused. */
const waitingNotes = Prisma.sql`
  flow_action note join flow on flow.shop_id = note.shop_id and flow.flow_id = note.flow_id
    and note.kind = 'notify' and note.state = 'due' and note.system_email_id is null and flow.status <> 'paused'`;

/** A notice that delays the next one: it has not left, or was begun within the hour. */
const delayingNotice = (now: Date) => Prisma.sql`
  system_email email where email.kind = 'notice' and (email.state = 'queued'
    or email.created_at > ${new Date(now.getTime() - MIN_INTERVAL_MS)}::timestamptz)`;

/** Installed shops with notices or notes that are due now. */
export function selectShopsWithDueNotices(now: Date): Prisma.Sql {
  return Prisma.sql`
    ${selectShopsWithDueSystemEmails(now, "notice")}
    union
    select shop.shop_id from shop
    where shop.uninstalled_at is null
      and exists (select 1 from ${waitingNotes} where note.shop_id = shop.shop_id)
      and not exists (select 1 from ${delayingNotice(now)} and email.shop_id = shop.shop_id)`;
}

/** When a shop's next notice is due, or delays the next one no longer. */
export const nextNoticeTimes = (now: Date): Prisma.Sql[] => [
  ...nextSystemEmailTimes(now),
  nextTimeIn("system_email", "created_at", now, {
    plus: Prisma.sql`make_interval(secs => ${MIN_INTERVAL_MS / 1_000})`,
    and: Prisma.sql`it.kind = 'notice'`,
  }),
];

/** Queues a notice with the waiting notes, unless another one delays it. */
export async function queueWaitingNotes(
  tx: Tx,
  shopId: ShopId,
  { keyring, now }: { readonly keyring: Pick<Keyring, "seal">; readonly now: Date },
): Promise<void> {
  const emailId = uuidv7();
  const count = await tx.$executeRaw`
    update flow_action it set system_email_id = ${emailId}
    where it.shop_id = ${shopId}
      and not exists (select 1 from ${delayingNotice(now)} and email.shop_id = ${shopId})
      and it.action_id = any(array(
        select note.action_id from ${waitingNotes} where note.shop_id = ${shopId}
        order by note.planned_at, note.action_id
        limit ${MAX_NOTES} for update of note skip locked))`;
  if (count > 0) await queueSystemEmail(tx, shopId, { kind: "notice", emailId }, { keyring, now });
}

/** The notes of an email, without those about erased customers. */
export async function listNotes(db: Db, shopId: ShopId, emailId: string): Promise<FlowNote[]> {
  const rows = await db.$queryRaw<NoteRow[]>`
    select it.action, flow.name as "flowName", flow.status as "flowStatus",
      profile.customer_id as "customerId",
      coalesce(profile.deleted_at is not null, true) as "isProfileDeleted"
    from flow_action it
    join flow on flow.shop_id = it.shop_id and flow.flow_id = it.flow_id
    left join profile on profile.shop_id = it.shop_id and profile.profile_id = it.profile_id
    where it.shop_id = ${shopId} and it.system_email_id = ${emailId} and it.state = 'due'
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

/** Ends the notes of an email once it is sent, or will not be. */
export async function endNotes(
  tx: Tx,
  shopId: ShopId,
  systemEmailId: string,
  { state, lastError }: SystemEmailEnd,
  now: Date,
): Promise<void> {
  if (state === "queued") return;
  await tx.flowAction.updateMany({
    where: { shopId, systemEmailId, state: "due" },
    data: {
      state: state === "sent" ? "done" : "failed",
      lastError,
      nextRunAt: null,
      endedAt: now,
    },
  });
}
