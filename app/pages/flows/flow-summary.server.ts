import type { Db } from "~/db.server";
import { keepCount } from "~/lib/keep-count.server";
import type { ShopId } from "~/lib/shop-id";
import { countFlowEmails } from "~/flows/definition/count-flow-emails";
import { DurationMs, addMs } from "~/flows/definition/duration";
import { fitOfFlow } from "~/flows/library/industry-flows";
import { readIndustry } from "~/shopify/industry-store.server";
import { listFlows } from "~/flows/flow-store.server";
import { sortFlowList, SUMMARY_DAYS, type FlowList } from "./flow-summary";

/** The shop's flows, in the list's order and then by name, with counts of the last `SUMMARY_DAYS` days. */
export async function getFlowList(db: Db, shopId: ShopId, now: Date): Promise<FlowList> {
  const since = addMs(now, -DurationMs.days(SUMMARY_DAYS));
  const [shop, flows, counted] = await Promise.all([
    db.shop.findUniqueOrThrow({
      where: { shopId },
      select: { currency: true, settings: { select: { industry: true } } },
    }),
    listFlows(db, shopId),
    keepCount(shopId, "flows", { now, sizeOf: countRead }, () => countByFlow(db, shopId, since)),
  ]);
  const { active, sent, clicked, credits } = counted.value;
  const findByFlow = <Row extends { flowId: string | null }>(
    rows: readonly Row[],
    flowId: string,
  ) => rows.find((row) => row.flowId === flowId);
  const industry = readIndustry(shop.settings);
  return {
    currency: shop.currency,
    industry,
    countedAt: counted.countedAt,
    flows: sortFlowList(
      flows.map(({ flowId, status, definition }) => {
        const credit = findByFlow(credits, flowId);
        return {
          flowId,
          name: definition.name,
          key: definition.key,
          trigger: definition.trigger,
          emails: countFlowEmails(definition),
          status,
          fit: fitOfFlow(definition.key, industry),
          active: findByFlow(active, flowId)?._count._all ?? 0,
          sent: findByFlow(sent, flowId)?._count._all ?? 0,
          clicked: findByFlow(clicked, flowId)?.clicked ?? 0,
          orders: credit?._count._all ?? 0,
          netMinor: Number((credit?._sum.grossMinor ?? 0n) - (credit?._sum.refundedMinor ?? 0n)),
        };
      }),
      industry,
    ),
  };
}

/** The emails and clicks of campaigns are read, too: no index leaves them out. */
const countRead = ({ sent, clicked }: Awaited<ReturnType<typeof countByFlow>>): number =>
  sent.reduce((sum, { _count }) => sum + _count._all, 0) +
  clicked.reduce((sum, it) => sum + it.clicked, 0);

async function countByFlow(db: Db, shopId: ShopId, since: Date) {
  const [active, sent, clicked, credits] = await Promise.all([
    db.enrollment.groupBy({
      by: ["flowId"],
      where: { shopId, state: "active" },
      _count: { _all: true },
    }),
    db.messageStatus.groupBy({
      by: ["flowId"],
      where: { shopId, state: "sent", sentAt: { gte: since } },
      _count: { _all: true },
    }),
    db.$queryRaw<{ flowId: string | null; clicked: number }[]>`
      select payload->>'flowId' as "flowId", count(distinct payload->>'messageId')::int as clicked
      from event
      where shop_id = ${shopId} and kind = 'email_clicked' and payload->>'classification' = 'human'
        and occurred_at >= ${since}::timestamptz
      group by 1`,
    db.attribution.groupBy({
      by: ["flowId"],
      where: { shopId, orderedAt: { gte: since } },
      _count: { _all: true },
      _sum: { grossMinor: true, refundedMinor: true },
    }),
  ]);
  return { active, sent, clicked, credits };
}
