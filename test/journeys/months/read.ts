import type { Database } from "~/db.server";
import { MessageIntent } from "~/messages/message";
import type { Stage } from "../../support/stage";

/** An email that a flow planned, and what became of it. */
export interface Planned {
  readonly messageId: string;
  readonly customerId: string;
  readonly flowId: string;
  readonly intent: MessageIntent;
  /** What it is about: a checkout, an order, a request. */
  readonly objectKey: string;
  readonly state: string;
  readonly reason: string | null;
  readonly nextRunAt: Date | null;
  /** null: it has not left. */
  readonly leftAt: Date | null;
}

/** All that flows planned, in the order in which it left. */
export async function readPlanned(db: Database["db"], shopId: string): Promise<readonly Planned[]> {
  const rows = await db.messageStatus.findMany({
    where: { shopId },
    include: { enrollment: true },
    orderBy: [{ attemptedAt: "asc" }, { messageId: "asc" }],
  });
  return rows.map((row) => ({
    messageId: row.messageId,
    customerId: row.profileId.slice(1),
    flowId: row.flowId ?? "",
    intent: MessageIntent.parse(row.intent),
    objectKey: row.enrollment?.objectKey ?? "",
    state: row.state,
    reason: row.reason,
    nextRunAt: row.nextRunAt,
    leftAt: row.state === "sent" ? row.attemptedAt : null,
  }));
}

/** An order in Shopify, in minor units. */
export interface Ordered {
  readonly orderId: string;
  readonly customerId: string;
  readonly at: Date;
  readonly grossMinor: number;
  readonly refundedMinor: number;
}

/** Orders that were placed while the shop was open and not canceled, as Shopify has them. */
export async function readOrders({ control, shops, openedAt }: Stage): Promise<readonly Ordered[]> {
  const orders = await control.records(shops[0]!, "orders");
  const minor = (money: string) => Math.round(Number(money) * 100);
  return orders.flatMap(({ id, customerId, createdAt, cancelledAt, lines, refunds }) => {
    const at = new Date(createdAt);
    if (at < openedAt || cancelledAt !== null || customerId === null) return [];
    const paid = lines.map(({ quantity, unitPrice }) => quantity * minor(unitPrice));
    const back = refunds.flatMap((refund) => refund.lines.map(({ subtotal }) => minor(subtotal)));
    const [grossMinor, refundedMinor] = [sumOf(paid), sumOf(back)];
    return [{ orderId: id, customerId, at, grossMinor, refundedMinor }];
  });
}

const sumOf = (numbers: readonly number[]): number => numbers.reduce((sum, it) => sum + it, 0);

/** Revenue that the merchant's report of flows shows for some days, in minor units. */
export async function readReportedRevenue(
  { merchants }: Stage,
  from: Date,
  to: Date,
): Promise<number> {
  const day = (at: Date) => at.toISOString().slice(0, 10);
  const query = new URLSearchParams({ by: "flow", from: day(from), to: day(to) });
  const answer = await merchants[0]!.request(`/app/reports/export?${query}`);
  // Names and numbers here hold neither commas nor quotes.
  const [headings, ...rows] = (await answer.text())
    .replaceAll('"', "")
    .trim()
    .split("\r\n")
    .map((line) => line.split(","));
  const column = headings!.findIndex((heading) => heading.startsWith("Revenue ("));
  return Math.round(sumOf(rows.map((row) => Number(row[column]))) * 100);
}
