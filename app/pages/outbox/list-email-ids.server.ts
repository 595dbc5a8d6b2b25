import type { Db } from "~/db.server";
import { Prisma } from "~/generated/prisma/client";
import type { ShopId } from "~/lib/shop-id";
import type { OutboxFilter } from "./outbox-filter";

interface Slice {
  readonly skip: number;
  readonly take: number;
}

/**
 * Ids of the messages that match a filter: pending ones first, the last to leave on top, then the others, the
 * last planned on top. Each part uses its own index.
 */
export async function listEmailIds(
  db: Db,
  shopId: ShopId,
  filter: OutboxFilter,
  { skip, take }: Slice,
): Promise<string[]> {
  const list = (half: MessageSet, slice: Slice) => listSet(db, shopId, filter, half, slice);
  if (filter.state !== null) {
    return list(filter.state === "planned" ? PENDING : SETTLED, { skip, take });
  }
  const toLeave = await list(PENDING, { skip, take });
  if (toLeave.length === take) return toLeave;
  const skipped = toLeave.length > 0 ? skip : await countPending(db, shopId, filter);
  const rest = { skip: Math.max(0, skip - skipped), take: take - toLeave.length };
  return [...toLeave, ...(await list(SETTLED, rest))];
}

interface MessageSet {
  readonly is: Prisma.Sql;
  readonly order: Prisma.Sql;
}

const PENDING: MessageSet = {
  is: Prisma.sql`message.next_run_at is not null and message.state = 'planned'`,
  order: Prisma.sql`message.next_run_at desc`,
};
const SETTLED: MessageSet = {
  is: Prisma.sql`message.state <> 'planned'`,
  order: Prisma.sql`message.planned_at desc`,
};

async function listSet(
  db: Db,
  shopId: ShopId,
  filter: OutboxFilter,
  { is, order }: MessageSet,
  { skip, take }: Slice,
): Promise<string[]> {
  const rows = await db.$queryRaw<{ messageId: string }[]>`
    select message.message_id as "messageId"
    from message_status message join shop on shop.shop_id = message.shop_id
    where ${whereOf(shopId, filter)} and ${is}
    order by ${order}, message.message_id desc
    limit ${take}::int offset ${skip}::int`;
  return rows.map(({ messageId }) => messageId);
}

async function countPending(db: Db, shopId: ShopId, filter: OutboxFilter): Promise<number> {
  const [row] = await db.$queryRaw<{ count: number }[]>`
    select count(*)::int as count from message_status message join shop on shop.shop_id = message.shop_id
    where ${whereOf(shopId, filter)} and ${PENDING.is}`;
  return row?.count ?? 0;
}

function whereOf(shopId: ShopId, filter: OutboxFilter): Prisma.Sql {
  return Prisma.join([Prisma.sql`message.shop_id = ${shopId}`, ...conditionsOf(filter)], " and ");
}

function conditionsOf(filter: OutboxFilter): Prisma.Sql[] {
  const { state, flowId, stepId, flowVersion, campaignId, segmentId, from, to } = filter;
  const conditions: (Prisma.Sql | null)[] = [
    state === null ? null : Prisma.sql`message.state = ${state}`,
    flowId === null ? null : Prisma.sql`message.flow_id = ${flowId}`,
    stepId === null ? null : Prisma.sql`message.step_id = ${stepId}`,
    flowVersion === null ? null : Prisma.sql`message.flow_version = ${flowVersion}::int`,
    campaignId === null ? null : Prisma.sql`message.campaign_id = ${campaignId}`,
    filter.templateId === null ? null : ofTemplate(filter.templateId, filter.templateVersion),
    segmentId === null
      ? null
      : Prisma.sql`exists (
          select 1 from segment_member member
          where member.shop_id = message.shop_id and member.segment_id = ${segmentId}
            and member.profile_id = message.profile_id)`,
    from === null
      ? null
      : Prisma.sql`message.sent_at >= ${from}::date::timestamp at time zone shop.time_zone`,
    to === null
      ? null
      : Prisma.sql`message.sent_at < (${to}::date + 1)::timestamp at time zone shop.time_zone`,
  ];
  return conditions.filter((condition) => condition !== null);
}

/** The version is the one published last before the message was first handed over. */
function ofTemplate(templateId: string, version: number | null): Prisma.Sql {
  const isOf = Prisma.sql`message.intent->>'templateId' = ${templateId}`;
  if (version === null) return isOf;
  return Prisma.sql`${isOf} and coalesce((
    select max(t.version) from template_version t
    where t.shop_id = message.shop_id and t.template_id = ${templateId}
      and t.published_at <= coalesce(message.attempted_at, message.sent_at)), 0) = ${version}::int`;
}
