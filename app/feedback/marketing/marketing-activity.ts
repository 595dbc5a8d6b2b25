import type { CampaignStatus } from "~/campaigns/campaign-status";
import type { Trigger } from "~/flows/definition/trigger";
import type { FlowStatus } from "~/flows/status/flow-status";
import { UTM } from "~/messages/composing/shop-link";
import { utmCampaignOf } from "~/messages/composing/utm-campaign";

/** A flow or a campaign, as Shopify's marketing reports are to know it. */
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

/** The key by which an activity is told, and by which Shopify knows it: it outlives a new name. */
export const remoteIdOf = ({ kind, id }: Pick<MarketingSource, "kind" | "id">) => `${kind}/${id}`;

/**
 * What Shopify is told of a flow or a campaign. Its UTM parameters are those that its mails' links carry, or
 * Shopify could not tell whose visits they are.
 *
 * @param appUrl where the app is in the shop's admin, without a slash at its end
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
  cancelled: "INACTIVE",
};

function tacticOf(source: MarketingSource): MarketingActivity["tactic"] {
  if (source.kind === "campaign") return "NEWSLETTER";
  const isLeft = source.trigger === "checkout_idle" || source.trigger === "cart_idle";
  return isLeft ? "ABANDONED_CART" : "MESSAGE";
}

/** What came of one activity on one day of the shop's calendar: happenings of that day, whenever the mail was sent. */
export interface EngagementFigures {
  readonly sends: number;
  /** Mails that came back. */
  readonly fails: number;
  /** Openings and clicks by people; the unique ones count mails. */
  readonly views: number;
  readonly uniqueViews: number;
  readonly clicks: number;
  readonly uniqueClicks: number;
  readonly unsubscribes: number;
  readonly complaints: number;
  /** Credited orders of that day, and what they came to less what was refunded since, in minor units. */
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

/** Whether two days' figures are the same. */
export function areFiguresEqual(a: EngagementFigures, b: EngagementFigures): boolean {
  return (Object.keys(NO_ENGAGEMENT) as (keyof EngagementFigures)[]).every((it) => a[it] === b[it]);
}

/** How far a zone's clocks are ahead of UTC at an instant, as Shopify writes it: "+05:30". */
export function utcOffset(at: Date, timeZone: string): string {
  const name = new Intl.DateTimeFormat("en", { timeZone, timeZoneName: "longOffset" })
    .formatToParts(at)
    .find(({ type }) => type === "timeZoneName")?.value;
  return name?.slice("GMT".length) || "+00:00";
}
