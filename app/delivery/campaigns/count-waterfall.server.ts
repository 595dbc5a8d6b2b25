import { standingOf, type AudienceMember } from "~/campaigns/audience/audience-counts";
import { listAudience } from "~/campaigns/audience/audience-store.server";
import type { CampaignPlan } from "~/campaigns/campaign";
import { campaignIntent } from "~/campaigns/campaign-intent";
import { MAIL_LIVES_MS, planSlice } from "~/campaigns/planning/plan-slice";
import { firstSendAt } from "~/campaigns/planning/send-time";
import type { Db } from "~/db.server";
import { DurationMs, laterBy } from "~/flows/duration";
import type { ShopId } from "~/lib/shop-id";
import { loadDeliveryFacts } from "../decision/delivery-facts.server";
import type { SendingSetup } from "../settings/sending-setup.server";
import { foresee, NO_WATERFALL, type Waterfall } from "./waterfall";

const SLICE = 1_000;

/**
 * What would become of a campaign's audience if it were started now: planned as it will be planned, and decided
 * about as the delivery will decide. The last number is what is then sent, as long as nothing changes meanwhile.
 */
export async function countWaterfall(
  db: Db,
  shopId: ShopId,
  { campaignId, plan }: { readonly campaignId: string; readonly plan: CampaignPlan },
  setup: SendingSetup,
  now: Date,
): Promise<Waterfall> {
  const counts = { ...NO_WATERFALL };
  let after = "";
  for (;;) {
    const members = await listAudience(db, shopId, plan.audience, { after, limit: SLICE });
    counts.members += members.length;
    for (const member of members) {
      const standing = standingOf(member);
      if (standing !== "reachable") counts[standing] += 1;
    }
    const fates = await foreseeSlice(db, shopId, { campaignId, plan, members }, setup, now);
    for (const fate of fates) counts[fate] += 1;
    const last = members.at(-1);
    if (!last || members.length < SLICE) return counts;
    after = last.profileId;
  }
}

interface Slice {
  readonly campaignId: string;
  readonly plan: CampaignPlan;
  readonly members: readonly AudienceMember[];
}

async function foreseeSlice(
  db: Db,
  shopId: ShopId,
  { campaignId, plan, members }: Slice,
  setup: SendingSetup,
  now: Date,
): Promise<("capped" | "otherwise" | "holdout" | "willBeSent")[]> {
  const { timeZone } = setup.shop;
  const startsAt = firstSendAt(plan.timing, timeZone, now);
  const slice = {
    shopId,
    campaignId,
    plan,
    chosenVariant: null,
    startsAt,
    shopTimeZone: timeZone,
    holdoutRate: setup.settings.holdoutRate,
    mostMails: members.length,
  };
  const restAt =
    plan.test === null ? startsAt : laterBy(startsAt, DurationMs.hours(plan.test.testHours));
  const mails = [
    ...(plan.test === null ? [] : planSlice(members, { ...slice, phase: "test" }, startsAt).mails),
    ...planSlice(members, { ...slice, phase: "rest" }, restAt).mails,
  ];
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
  return mails.flatMap(({ dueAt, state }, i) => {
    const known = facts[i];
    if (!known) return [];
    const fate = foresee(known, setup.settings, dueAt);
    return fate === "sent" ? (state === "withheld" ? "holdout" : "willBeSent") : fate;
  });
}
