import type { Db } from "~/db.server";
import type { ShopId } from "~/lib/shop-id";

interface FlowValue {
  readonly flowId: string;
  readonly name: string;
  /** Attributed revenue per 100 emails, net of refunds. */
  readonly netMinorPer100: number;
}

/** The flows whose emails bring the most and the least. */
export interface FlowExtremes {
  readonly best: FlowValue;
  readonly lowest: FlowValue;
}

/** With fewer emails the revenue per email is that of one or two orders. */
const MIN_SENT = 100;

/** Compares flows by attributed revenue per email since a day; null with fewer than two flows to compare. */
export async function findFlowExtremes(
  db: Db,
  shopId: ShopId,
  since: Date,
): Promise<FlowExtremes | null> {
  const flows = await db.$queryRaw<FlowValue[]>`
    select count.flow_id as "flowId", flow.name,
      (100 * sum(count.gross_minor - count.refunded_minor) / sum(count.sent))::float8
        as "netMinorPer100"
    from email_count count
    join flow on flow.shop_id = count.shop_id and flow.flow_id = count.flow_id
    where count.shop_id = ${shopId} and count.day >= ${since}::timestamptz::date
      and flow.status = 'live'
    group by count.flow_id, flow.name
    having sum(count.sent) >= ${MIN_SENT}::int
    order by "netMinorPer100" desc, count.flow_id`;
  const [best] = flows;
  const lowest = flows.at(-1);
  if (!best || !lowest || best.netMinorPer100 === lowest.netMinorPer100) return null;
  return { best, lowest };
}
