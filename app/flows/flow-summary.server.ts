import type { Db } from "~/db.server";
import type { ShopId } from "~/lib/shop-id";
import type { FlowStatus } from "./flow-status";
import { listFlows } from "./flow-store.server";

/** A flow and what it has done, for the list. */
export interface FlowSummary {
  readonly flowId: string;
  readonly name: string;
  readonly description: string;
  readonly status: FlowStatus;
  /** People who are in it now. */
  readonly active: number;
  readonly sent: number;
  /** Mails that a person clicked in. */
  readonly clicked: number;
  readonly orders: number;
  readonly netMinor: number;
}

export interface FlowList {
  readonly currency: string;
  readonly flows: readonly FlowSummary[];
}

/** The shop's flows by name, with their numbers since the beginning. */
export async function getFlowList(db: Db, shopId: ShopId): Promise<FlowList> {
  const [shop, flows, active, sent, clicked, credits] = await Promise.all([
    db.shop.findUniqueOrThrow({ where: { shopId }, select: { currency: true } }),
    listFlows(db, shopId),
    db.enrollment.groupBy({
      by: ["flowId"],
      where: { shopId, state: "active" },
      _count: { _all: true },
    }),
    db.message.groupBy({
      by: ["flowId"],
      where: { shopId, state: "sent" },
      _count: { _all: true },
    }),
    db.$queryRaw<{ flowId: string | null; clicked: number }[]>`
      select m.flow_id as "flowId", count(distinct m.message_id)::int as clicked
      from hit h join message m on m.shop_id = h.shop_id and m.message_id = h.message_id
      where h.shop_id = ${shopId} and h.class = 'human'
      group by m.flow_id`,
    db.attribution.groupBy({
      by: ["flowId"],
      where: { shopId },
      _count: { _all: true },
      _sum: { grossMinor: true, refundedMinor: true },
    }),
  ]);
  const of = <Row extends { flowId: string | null }>(rows: readonly Row[], flowId: string) =>
    rows.find((row) => row.flowId === flowId);
  return {
    currency: shop.currency,
    flows: flows.map(({ flowId, status, definition }) => {
      const credit = of(credits, flowId);
      return {
        flowId,
        name: definition.name,
        description: definition.description,
        status,
        active: of(active, flowId)?._count._all ?? 0,
        sent: of(sent, flowId)?._count._all ?? 0,
        clicked: of(clicked, flowId)?.clicked ?? 0,
        orders: credit?._count._all ?? 0,
        netMinor: Number((credit?._sum.grossMinor ?? 0n) - (credit?._sum.refundedMinor ?? 0n)),
      };
    }),
  };
}
