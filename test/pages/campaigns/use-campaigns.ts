import { afterAll, beforeAll, beforeEach } from "vitest";
import { findCampaign } from "~/campaigns/campaign-store.server";
import type { Database } from "~/db.server";
import { actOnCampaign, type CampaignAct } from "~/pages/campaigns/act-on-campaign.server";
import type { ConfirmedSend } from "~/pages/campaigns/confirmed-send";
import { reviewCampaign } from "~/pages/campaigns/review-campaign.server";
import { openCampaignBench, type CampaignBench } from "../../campaigns/campaign-bench";
import { SHOP } from "../../support/builders";
import { openTestDatabase } from "../../support/database";

/** Campaigns of a shop, and what a merchant does with them. */
export function useCampaigns() {
  let database: Database;
  let bench: CampaignBench;
  beforeAll(async () => {
    database = await openTestDatabase();
  });
  afterAll(() => database.close());
  beforeEach(async () => {
    bench = openCampaignBench(database);
    await bench.begin();
  });

  const find = async (campaignId: string) => (await findCampaign(bench.db, SHOP, campaignId))!;
  const act = (campaignId: string, requested: CampaignAct) =>
    actOnCampaign(SHOP, campaignId, requested, bench);
  const shown = async (campaignId: string): Promise<ConfirmedSend> => {
    const { plan } = await find(campaignId);
    const review = await reviewCampaign(bench.db, SHOP, { campaignId, plan }, bench, bench.today());
    const { count, subjects, from } = review.send ?? { count: 1, subjects: [], from: "" };
    return { count, subjects: [...subjects], from };
  };
  return {
    /** Recreated before each test. */
    get bench() {
      return bench;
    },
    act,
    find,
    /** What the review shows before a start. */
    shown,
    /** Starts it as a merchant does after the review. */
    async start(campaignId: string, version = 1, seen: Partial<ConfirmedSend> = {}) {
      const confirmed = { ...(await shown(campaignId)), ...seen };
      return act(campaignId, { act: "start", version, confirmed });
    },
  };
}
