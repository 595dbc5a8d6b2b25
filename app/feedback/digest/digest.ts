import { formatMoney } from "~/lib/money";
import type { MailCounts } from "../counts/mail-counts";
import type { RevenueLift } from "../lift/revenue-lift";
import { contextOfCounts, MEASURES, type MeasureId } from "../measures";

/** What the weekly mail rests on. */
export interface DigestFacts {
  readonly shopName: string;
  readonly currency: string;
  /** The week's days, YYYY-MM-DD. */
  readonly from: string;
  readonly to: string;
  readonly totals: MailCounts;
  /** Of the week before. */
  readonly before: MailCounts;
  /** Flows and campaigns. */
  readonly rows: readonly { readonly name: string; readonly counts: MailCounts }[];
  /** Of the last three months. */
  readonly revenueLift: RevenueLift;
  /** How many things Kindred changed in the week. */
  readonly changes: number;
  /** Whether mails stand still now. */
  readonly standsStill: boolean;
}

/** The weekly mail in words; the pages that it leads to are added when it is drawn. */
export interface Digest {
  readonly subject: string;
  readonly heading: string;
  readonly figures: readonly {
    readonly name: string;
    readonly value: string;
    readonly before: string;
  }[];
  /** What brought most, a line each. */
  readonly best: readonly string[];
  /** What is new of the revenue, where that is known. */
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

/** What the weekly mail says; null where there is nothing to say: no mail in either week, and nothing amiss. */
export function planDigest(facts: DigestFacts): Digest | null {
  const { totals, before, currency, from, to, rows, changes, standsStill } = facts;
  if (totals.sent === 0 && before.sent === 0 && !standsStill) return null;
  const revenue = valueOf("revenue", totals, currency);
  return {
    subject:
      totals.orders > 0
        ? `${facts.shopName}: ${revenue} from ${counted(totals.orders, "order")} last week`
        : `${facts.shopName}: ${counted(totals.sent, "mail")} last week`,
    heading: `Your week, ${dayWords(from)} to ${dayWords(to)}`,
    figures: SHOWN.map((id) => ({
      name: MEASURES[id].name,
      value: valueOf(id, totals, currency),
      before: valueOf(id, before, currency),
    })),
    best: rows
      .filter(({ counts }) => counts.orders > 0)
      .toSorted((a, b) => netOf(b.counts) - netOf(a.counts))
      .slice(0, MAX_ROWS)
      .map(
        ({ name, counts }) =>
          `${name}: ${valueOf("revenue", counts, currency)} from ${counted(counts.orders, "order")}`,
      ),
    effect: effectWords(facts.revenueLift, currency),
    changes:
      changes === 0
        ? null
        : `Kindred changed ${counted(changes, "thing")} this week, by what your mails brought. You can take each back.`,
    alarm: standsStill ? "Mails stand still now: the outbox says why." : null,
  };
}

/** Only what is known: that nothing is known yet would be the same mail for months. */
function effectWords(lift: RevenueLift, currency: string): string | null {
  if (lift.kind !== "measured" || lift.lowMinor <= 0) return null;
  const money = (minor: number) => formatMoney({ minor: Math.round(minor), currency });
  return `In the last three months your mails brought between ${money(lift.lowMinor)} and ${money(lift.highMinor)} that would not have come without them.`;
}

const netOf = ({ grossMinor, refundedMinor }: MailCounts) => grossMinor - refundedMinor;

function valueOf(id: MeasureId, counts: MailCounts, currency: string): string {
  const { unit, of } = MEASURES[id];
  const value = of(counts, contextOfCounts(false));
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
