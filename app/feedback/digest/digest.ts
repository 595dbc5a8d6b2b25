import type { Format } from "~/i18n/create-format";
import type { Text } from "~/i18n/create-text";
import type { EmailCounts } from "../counts/email-counts";
import { formatMeasure } from "../format-measure";
import type { LiftLook } from "../lift/lift-looks";
import { contextOfCounts, MEASURES, type MeasureId } from "../measures";
import { writeRowLabel, type RowLabel } from "../reports/row-label";

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
  readonly rows: readonly { readonly name: RowLabel; readonly counts: EmailCounts }[];
  /** The latest look at the effect of all emails; null before the first. */
  readonly lift: LiftLook | null;
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

/** What the report is written with. */
export interface DigestWriter {
  readonly text: Text<"merchant-email">;
  readonly measures: Text<"measures">;
  readonly format: Format;
}

/** Writes the weekly report; null without emails in either week and without a sending block. */
export function planDigest(facts: DigestFacts, writer: DigestWriter): Digest | null {
  const { shopName: shop, totals, before, currency, from, to, rows, changes, standsStill } = facts;
  const { text, measures, format } = writer;
  if (totals.sent === 0 && before.sent === 0 && !standsStill) return null;
  const valueOf = (id: MeasureId, counts: EmailCounts) =>
    formatMeasure(
      MEASURES[id],
      MEASURES[id].of(
        counts,
        contextOfCounts({ tracksOpens: false, reportsDelivery: facts.reportsDelivery }),
      ),
      { format, text: measures, currency },
    );
  return {
    subject:
      totals.orders > 0
        ? text("digest.subjectOrders", {
            shop,
            revenue: valueOf("revenue", totals),
            orders: totals.orders,
          })
        : text("digest.subject", { shop, count: totals.sent }),
    heading: text("digest.heading", {
      from: format.calendarDay(from),
      to: format.calendarDay(to),
    }),
    figures: SHOWN.map((id) => ({
      name: measures(`name.${id}`),
      value: valueOf(id, totals),
      before: valueOf(id, before),
    })),
    best: rows
      .filter(({ counts }) => counts.orders > 0)
      .toSorted((a, b) => netOf(b.counts) - netOf(a.counts))
      .slice(0, MAX_ROWS)
      .map(({ name, counts }) =>
        text("digest.source", {
          name: writeRowLabel(name, measures),
          revenue: valueOf("revenue", counts),
          orders: counts.orders,
        }),
      ),
    effect: writeEffect(facts, writer),
    changes: changes === 0 ? null : text("digest.changes", { count: changes }),
    alarm: standsStill ? text("digest.onHold") : null,
  };
}

/** Only a verdict: repeating an open question for months would be noise. Weekly reports look at each interval, as it allows. */
function writeEffect(
  { lift, currency }: DigestFacts,
  { text, format }: DigestWriter,
): string | null {
  if (!lift || lift.lowMinor <= 0) return null;
  const money = (minor: number) => format.money({ minor: Math.round(minor), currency });
  return text("digest.effect", {
    from: format.calendarDay(lift.from),
    to: format.calendarDay(lift.to),
    low: money(lift.lowMinor),
    high: money(lift.highMinor),
  });
}

const netOf = ({ grossMinor, refundedMinor }: EmailCounts) => grossMinor - refundedMinor;
