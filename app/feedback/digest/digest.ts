import { formatMoney } from "~/lib/money";
import type { EmailCounts } from "../counts/email-counts";
import type { RevenueLift } from "../lift/revenue-lift";
import { contextOfCounts, MEASURES, type MeasureId } from "../measures";

/** Facts of the weekly report. */
export interface DigestFacts {
  readonly shopName: string;
  readonly currency: string;
  /** First and last day, YYYY-MM-DD. */
  readonly from: string;
  readonly to: string;
  readonly totals: EmailCounts;
  /** Counts of the week before. */
  readonly before: EmailCounts;
  /** Whether the email provider has reported what became of any email. */
  readonly reportsDelivery: boolean;
  /** Counts by flow and campaign. */
  readonly rows: readonly { readonly name: string; readonly counts: EmailCounts }[];
  /** Over the last three months. */
  readonly revenueLift: RevenueLift;
  /** Number of optimization decisions in the week. */
  readonly changes: number;
  /** Whether sending is blocked now. */
  readonly standsStill: boolean;
}

/** The text of the weekly report; links are added when it is rendered. */
export interface Digest {
  readonly subject: string;
  readonly heading: string;
  readonly figures: readonly {
    readonly name: string;
    readonly value: string;
    readonly before: string;
  }[];
  /** The best sources, a line each. */
  readonly best: readonly string[];
  /** Incremental revenue, if known. */
  readonly effect: string | null;
  readonly changes: string | null;
  readonly alarm: string | null;
}

const SHOWN: readonly MeasureId[] = [
  "sent",
  "clickRate",
  "orders",
  "revenue",
  "unsubscribeRate",
  "complaintRate",
];
const MAX_ROWS = 3;

/** Writes the weekly report; null without emails in either week and without a sending block. */
export function planDigest(facts: DigestFacts): Digest | null {
  const { totals, before, currency, from, to, rows, changes, standsStill } = facts;
  if (totals.sent === 0 && before.sent === 0 && !standsStill) return null;
  const revenue = valueOf("revenue", totals, facts);
  return {
    subject:
      totals.orders > 0
        ? `${facts.shopName}: ${revenue} from ${counted(totals.orders, "order")} last week`
        : `${facts.shopName}: ${counted(totals.sent, "email")} last week`,
    heading: `Your week, ${dayWords(from)} to ${dayWords(to)}`,
    figures: SHOWN.map((id) => ({
      name: MEASURES[id].name,
      value: valueOf(id, totals, facts),
      before: valueOf(id, before, facts),
    })),
    best: rows
      .filter(({ counts }) => counts.orders > 0)
      .toSorted((a, b) => netOf(b.counts) - netOf(a.counts))
      .slice(0, MAX_ROWS)
      .map(
        ({ name, counts }) =>
          `${name}: ${valueOf("revenue", counts, facts)} from ${counted(counts.orders, "order")}`,
      ),
    effect: effectWords(facts.revenueLift, currency),
    changes:
      changes === 0
        ? null
        : `Kindred changed ${counted(changes, "thing")} this week, by what your emails brought. You can take each back.`,
    alarm: standsStill ? "Emails stand still now: the outbox says why." : null,
  };
}

/** Only a verdict: repeating "not enough data" for months would be noise. */
function effectWords(lift: RevenueLift, currency: string): string | null {
  if (lift.kind !== "measured" || lift.lowMinor <= 0) return null;
  const money = (minor: number) => formatMoney({ minor: Math.round(minor), currency });
  return `In the last three months your emails brought between ${money(lift.lowMinor)} and ${money(lift.highMinor)} that would not have come without them.`;
}

const netOf = ({ grossMinor, refundedMinor }: EmailCounts) => grossMinor - refundedMinor;

function valueOf(
  id: MeasureId,
  counts: EmailCounts,
  { currency, reportsDelivery }: DigestFacts,
): string {
  const { unit, of } = MEASURES[id];
  const value = of(counts, contextOfCounts({ tracksOpens: false, reportsDelivery }));
  if (value === null) return "–";
  if (unit === "money") return formatMoney({ minor: Math.round(value), currency });
  return new Intl.NumberFormat("en", {
    ...(unit === "rate" && { style: "percent" }),
    maximumFractionDigits: value < 0.01 ? 2 : 1,
  }).format(value);
}

const counted = (count: number, noun: string) =>
  `${new Intl.NumberFormat("en").format(count)} ${noun}${count === 1 ? "" : "s"}`;

/** "24 November" */
function dayWords(day: string): string {
  return new Intl.DateTimeFormat("en-GB", {
    day: "numeric",
    month: "long",
    timeZone: "UTC",
  }).format(new Date(`${day}T12:00:00Z`));
}
