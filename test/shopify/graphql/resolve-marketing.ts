import { takeFault } from "../faults";
import { gid, type MarketingActivityRecord } from "../store-records";
import type { Fields } from "./resolvers";
import type { GraphqlContext } from "./run-document";

interface UpsertInput {
  readonly remoteId: string;
  readonly remoteUrl: string;
  readonly title: string;
  readonly status: string;
  readonly tactic: string;
  readonly marketingChannelType: string;
  readonly utm?: MarketingActivityRecord["utm"] | null;
}

export const marketingMutations: Fields = {
  marketingActivityUpsertExternal(
    _: unknown,
    { input }: { input: UpsertInput },
    { world, shop }: GraphqlContext,
  ) {
    const { marketing } = shop.store;
    if (takeFault(world.faults.marketing, "refuse")) return refused("input", "INVALID");
    const known = marketing.get(input.remoteId);
    if (!input.utm) return refused("utm", "NON_HIERARCHIAL_REQUIRES_UTM_URL_PARAMETER");
    if (known && JSON.stringify(known.utm) !== JSON.stringify({ ...input.utm })) {
      return refused("utm", "IMMUTABLE_UTM_PARAMETERS");
    }
    const { campaign } = input.utm;
    const isTaken = [...marketing.values()].some(
      (it) => it.remoteId !== input.remoteId && it.utm.campaign === campaign,
    );
    if (isTaken) return refused("utm", "MARKETING_ACTIVITY_WITH_UTM_CAMPAIGN_ALREADY_EXISTS");
    const activity: MarketingActivityRecord = {
      id: known?.id ?? shop.store.nextId(),
      engagements: known?.engagements ?? {},
      remoteId: input.remoteId,
      remoteUrl: input.remoteUrl,
      title: input.title,
      status: input.status,
      tactic: input.tactic,
      utm: { ...input.utm },
    };
    marketing.set(activity.remoteId, activity);
    return { marketingActivity: activity, userErrors: [] };
  },

  /** A day's engagement replaces the earlier one of that day. */
  marketingEngagementCreate(
    _: unknown,
    {
      remoteId,
      marketingEngagement,
    }: { remoteId?: string | null; marketingEngagement: Record<string, unknown> },
    { world, shop }: GraphqlContext,
  ) {
    if (takeFault(world.faults.marketing, "forget")) shop.store.marketing.delete(remoteId ?? "");
    const activity = shop.store.marketing.get(remoteId ?? "");
    if (!activity) return refused("remoteId", "MARKETING_ACTIVITY_DOES_NOT_EXIST");
    const day = String(marketingEngagement["occurredOn"]);
    if (Date.parse(day) > world.clock.nowMs()) return refused("occurredOn", "INVALID");
    activity.engagements[day] = { ...marketingEngagement };
    return { marketingEngagement: { ...marketingEngagement }, userErrors: [] };
  },
};

export const marketingFields: Readonly<Record<string, Fields>> = {
  MarketingActivity: {
    id: (it: MarketingActivityRecord) => gid("MarketingActivity", it.id),
  },
};

const refused = (field: string, code: string) => ({
  marketingActivity: null,
  marketingEngagement: null,
  userErrors: [{ field: [field], message: `Refused: ${code}`, code }],
});
