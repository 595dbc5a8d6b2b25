import type { CampaignStatus } from "~/campaigns/campaign-status";
import type { Trigger } from "~/flows/definition/trigger";
import type { FlowStatus } from "~/flows/definition/flow-status";
import { UTM } from "~/messages/composing/shop-link";
import { utmCampaignOf } from "~/messages/composing/utm-campaign";

/** A flow or campaign for Shopify's marketing reports. */
export type MarketingSource =
  | {
      readonly kind: "flow";
      readonly id: string;
      readonly name: string;
      readonly status: FlowStatus;
      readonly trigger: Trigger["kind"];
      readonly startedAt: Date;
    }
  | {
      readonly kind: "campaign";
      readonly id: string;
      readonly name: string;
      readonly status: CampaignStatus;
      readonly startedAt: Date;
    };

export interface MarketingActivity {
  readonly remoteId: string;
  readonly remoteUrl: string;
  readonly title: string;
  readonly status: "ACTIVE" | "PAUSED" | "SCHEDULED" | "INACTIVE";
  readonly tactic: "NEWSLETTER" | "ABANDONED_CART" | "MESSAGE";
  readonly marketingChannelType: "EMAIL";
  readonly utm: { readonly campaign: string; readonly source: string; readonly medium: string };
  /** ISO 8601 */
  readonly start: string;
}

/** Shopify's remote id of an activity; stable across renames. */
export const remoteIdOf = ({ kind, id }: Pick<MarketingSource, "kind" | "id">) => `${kind}/${id}`;

/**
 * The marketing activity of a flow or campaign. Its UTM parameters match those of its links, so that Shopify
 * can attribute visits.
 *
 * @param appUrl URL of the app in the shop's admin, without a trailing slash
 */
export function marketingActivity(source: MarketingSource, appUrl: string): MarketingActivity {
  return {
    remoteId: remoteIdOf(source),
    remoteUrl: `${appUrl}/app/${source.kind}s/${encodeURIComponent(source.id)}`,
    title: source.name,
    status: source.kind === "flow" ? OF_FLOW[source.status] : OF_CAMPAIGN[source.status],
    tactic: tacticOf(source),
    marketingChannelType: "EMAIL",
    utm: { ...UTM, campaign: utmCampaignOf(source) },
    start: source.startedAt.toISOString(),
  };
}

const OF_FLOW: Readonly<Record<FlowStatus, MarketingActivity["status"]>> = {
  draft: "INACTIVE",
  live: "ACTIVE",
  paused: "PAUSED",
  archived: "INACTIVE",
};

const OF_CAMPAIGN: Readonly<Record<CampaignStatus, MarketingActivity["status"]>> = {
  draft: "INACTIVE",
  scheduled: "SCHEDULED",
  sending: "ACTIVE",
  paused: "PAUSED",
  sent: "INACTIVE",
  canceled: "INACTIVE",
};

function tacticOf(source: MarketingSource): MarketingActivity["tactic"] {
  if (source.kind === "campaign") return "NEWSLETTER";
  const isAbandoned = source.trigger === "checkout_idle" || source.trigger === "cart_idle";
  return isAbandoned ? "ABANDONED_CART" : "MESSAGE";
}

/**
 * Engagement of one activity on one day in the shop's time zone, by the day of the event, whenever the
 * message was sent.
 */
export interface EngagementFigures {
  readonly sends: number;
  /** Bounced or failed messages. */
  readonly fails: number;
  /** Human opens and clicks; unique ones count messages. */
  readonly views: number;
  readonly uniqueViews: number;
  readonly clicks: number;
  readonly uniqueClicks: number;
  readonly unsubscribes: number;
  readonly complaints: number;
  /** Attributed orders of that day and their net revenue, in minor units. */
  readonly orders: number;
  readonly salesMinor: number;
}

export const NO_ENGAGEMENT: EngagementFigures = {
  sends: 0,
  fails: 0,
  views: 0,
  uniqueViews: 0,
  clicks: 0,
  uniqueClicks: 0,
  unsubscribes: 0,
  complaints: 0,
  orders: 0,
  salesMinor: 0,
};

/** Whether two days have equal figures. */
export function areFiguresEqual(a: EngagementFigures, b: EngagementFigures): boolean {
  return (Object.keys(NO_ENGAGEMENT) as (keyof EngagementFigures)[]).every((it) => a[it] === b[it]);
}

/** UTC offset of a time zone in Shopify's format: "+05:30". */
export function utcOffset(at: Date, timeZone: string): string {
  const name = new Intl.DateTimeFormat("en", { timeZone, timeZoneName: "longOffset" })
    .formatToParts(at)
    .find(({ type }) => type === "timeZoneName")?.value;
  return name?.slice("GMT".length) || "+00:00";
}
