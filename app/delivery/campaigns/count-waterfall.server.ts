import { standingOf, type AudienceMember } from "~/campaigns/audience/audience-counts";
import { listAudience } from "~/campaigns/audience/audience-store.server";
import type { CampaignPlan } from "~/campaigns/campaign";
import { campaignIntent } from "~/campaigns/campaign-intent";
import { MAIL_LIVES_MS, planSlice } from "~/campaigns/planning/plan-slice";
import { firstMailAt } from "~/campaigns/planning/send-time";
import { partsOf } from "~/campaigns/planning/trial";
import type { Db } from "~/db.server";
import { DurationMs, laterBy } from "~/flows/duration";
import type { ShopId } from "~/lib/shop-id";
import { loadDeliveryFacts } from "../decision/delivery-facts.server";
import type { SendingSetup } from "../settings/sending-setup.server";
import { foresee, NO_WATERFALL, type Waterfall } from "./waterfall";

const SLICE = 1_000;

/**
 * What would become of a campaign's audience if it were started now: planned as it will be planned, part by part, and
 * decided about as the delivery will decide. The last number is what is then sent, as long as nothing changes meanwhile.
 */
export async function countWaterfall(
  db: Db,
  shopId: ShopId,
  campaign: { readonly campaignId: string; readonly plan: CampaignPlan },
  setup: SendingSetup,
  now: Date,
): Promise<Waterfall> {
  const { plan } = campaign;
  const counts = { ...NO_WATERFALL };
  const startsAt = firstMailAt(plan, setup.shop.timeZone, now);
  let partStartsAt = startsAt;
  for (let part = 0; part < partsOf(plan.test); part++) {
    let lastAt = partStartsAt;
    for await (const members of slicesOf(db, shopId, plan)) {
      if (part === 0) countMembers(counts, members);
      const slice = { ...campaign, members, part, startsAt, partStartsAt };
      for (const { fate, at } of await foreseeSlice(db, shopId, slice, setup, now)) {
        counts[fate] += 1;
        if (fate === "willBeSent" && at > lastAt) lastAt = at;
      }
    }
    // The next part is begun when the readers of this one have had their time.
    partStartsAt = laterBy(lastAt, DurationMs.hours(plan.test?.testHours ?? 0));
  }
  return counts;
}

async function* slicesOf(
  db: Db,
  shopId: ShopId,
  { audience }: CampaignPlan,
): AsyncGenerator<readonly AudienceMember[]> {
  let after = "";
  for (;;) {
    const members = await listAudience(db, shopId, audience, { after, limit: SLICE });
    yield members;
    const last = members.at(-1);
    if (!last || members.length < SLICE) return;
    after = last.profileId;
  }
}

type Counts = { -readonly [K in keyof Waterfall]: number };

function countMembers(counts: Counts, members: readonly AudienceMember[]): void {
  counts.members += members.length;
  for (const member of members) {
    const standing = standingOf(member);
    if (standing !== "reachable") counts[standing] += 1;
  }
}

interface Slice {
  readonly campaignId: string;
  readonly plan: CampaignPlan;
  readonly members: readonly AudienceMember[];
  readonly part: number;
  readonly startsAt: Date;
  readonly partStartsAt: Date;
}

interface Fate {
  readonly fate: "capped" | "otherwise" | "holdout" | "willBeSent";
  readonly at: Date;
}

async function foreseeSlice(
  db: Db,
  shopId: ShopId,
  slice: Slice,
  setup: SendingSetup,
  now: Date,
): Promise<Fate[]> {
  const { campaignId, plan, members, partStartsAt } = slice;
  const { mails } = planSlice(
    members,
    {
      ...slice,
      shopId,
      // Which of the two will be found the better one nobody knows.
      secondShare: 0.5,
      shopTimeZone: setup.shop.timeZone,
      holdoutRate: setup.settings.holdoutRate,
      mostMails: members.length,
    },
    partStartsAt,
  );
  const countryOf = new Map(members.map(({ profileId, countryCode }) => [profileId, countryCode]));
  const facts = await loadDeliveryFacts(
    db,
    shopId,
    mails.map(({ profileId, variant, dueAt }) => ({
      messageId: profileId,
      profileId,
      expiresAt: laterBy(dueAt, MAIL_LIVES_MS),
      intent: campaignIntent(campaignId, plan, variant, now),
    })),
    setup,
    now,
    new Map(
      mails.map(({ profileId }) => [
        profileId,
        { countryCode: countryOf.get(profileId) ?? null, flowStatus: "live", runExit: null },
      ]),
    ),
  );
  return mails.flatMap(({ dueAt, state }, i): Fate[] => {
    const known = facts[i];
    if (!known) return [];
    const { fate, at } = foresee(known, setup.settings, dueAt);
    if (fate !== "sent") return [{ fate, at }];
    return [{ fate: state === "withheld" ? "holdout" : "willBeSent", at }];
  });
}
