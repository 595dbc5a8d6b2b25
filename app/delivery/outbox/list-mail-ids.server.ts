import type { Db } from "~/db.server";
import { Prisma } from "~/generated/prisma/client";
import type { ShopId } from "~/lib/shop-id";
import type { OutboxFilter } from "./outbox-filter";

interface Slice {
  readonly skip: number;
  readonly take: number;
}

/** The ids of the mails that a filter lets through, the last planned first. */
export async function listMailIds(
  db: Db,
  shopId: ShopId,
  filter: OutboxFilter,
  { skip, take }: Slice,
): Promise<string[]> {
  const rows = await db.$queryRaw<{ messageId: string }[]>`
    select message.message_id as "messageId"
    from message join shop on shop.shop_id = message.shop_id
    where ${Prisma.join([Prisma.sql`message.shop_id = ${shopId}`, ...conditionsOf(filter)], " and ")}
    order by message.planned_at desc, message.message_id desc
    limit ${take}::int offset ${skip}::int`;
  return rows.map(({ messageId }) => messageId);
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

/** A version is that which was published last before the mail was first handed over. */
function ofTemplate(templateId: string, version: number | null): Prisma.Sql {
  const isOf = Prisma.sql`message.intent->>'templateId' = ${templateId}`;
  if (version === null) return isOf;
  return Prisma.sql`${isOf} and coalesce((
    select max(t.version) from template_version t
    left join mail_batch b on b.shop_id = message.shop_id and b.batch_id = message.batch_id
    where t.shop_id = message.shop_id and t.template_id = ${templateId}
      and t.published_at <= coalesce(b.first_attempt_at, message.sent_at)), 0) = ${version}::int`;
}
