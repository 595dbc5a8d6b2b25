import type { FeedItem } from "./feed.server";
import type { Lift } from "./lift";

export interface BackfillProgress {
  readonly resource: "products" | "collections" | "customers" | "orders";
  readonly state: "waiting" | "running" | "importing" | "done" | "failed";
  readonly importedCount: number;
  /** As Shopify counts; 0 while it has not counted. */
  readonly objectCount: number;
  readonly reason: string | null;
}

export interface SetupSummary {
  readonly isDismissed: boolean;
  readonly backfills: readonly BackfillProgress[];
  readonly isBrandReady: boolean;
  readonly isSenderReady: boolean;
  readonly liveFlowCount: number;
}

export interface TodaySummary {
  readonly events: number;
  readonly enrollments: number;
  readonly sent: number;
  readonly withheld: number;
  readonly clicks: number;
  readonly creditedOrders: number;
  readonly skipped: readonly { readonly reason: string; readonly count: number }[];
}

export interface RevenueSummary {
  /** Net of refunds, oldest day first, every day of the period present. */
  readonly days: readonly { readonly day: string; readonly netMinor: number }[];
  readonly netMinor: number;
  readonly refundedMinor: number;
  readonly orders: number;
}

export interface FlowLift {
  readonly flowId: string;
  readonly name: string;
  readonly people: number;
  readonly lift: Lift;
}

export interface HomeSummary {
  readonly shop: { readonly name: string; readonly currency: string; readonly timeZone: string };
  readonly setup: SetupSummary;
  readonly today: TodaySummary;
  readonly feed: readonly FeedItem[];
  readonly revenue: RevenueSummary;
  readonly lift: { readonly overall: Lift; readonly flows: readonly FlowLift[] };
}
