import { AudienceCounts } from "~/campaigns/audience-counts";
import { DEFAULT_PLAN, type CampaignAudience } from "~/campaigns/campaign";
import { NOW } from "../support/builders";
import { CAMPAIGN, PROFILE } from "./table-values";

const AUDIENCE: CampaignAudience = {
  include: [{ kind: "everyone" }],
  exclude: [{ kind: "segment", segmentId: "none" }],
};

const progress = {
  phase: "done" as const,
  wave: 0,
  waveStartsAt: null,
  planCursor: "",
  audienceCounts: AudienceCounts.parse({ members: 3 }),
  nextRunAt: NOW,
};

/** Arguments of the store functions in campaigns/ after the database and the shop. */
export const CAMPAIGN_CALLS = {
  findCampaign: [CAMPAIGN],
  listCampaigns: [],
  listDatedCampaigns: [{ from: "2000-01-01", to: "2099-12-31", timeZone: "Europe/London" }],
  saveAudienceSize: [[CAMPAIGN], 3, NOW],
  hasChosenDiscounts: [NOW],
  createCampaign: [{ name: "Autumn" }, NOW],
  saveCampaign: [{ campaignId: CAMPAIGN, version: 1, name: "Spring", plan: DEFAULT_PLAN }, NOW],
  deleteDraft: [CAMPAIGN],
  countAudience: [AUDIENCE],
  listAudience: [AUDIENCE, { after: "", limit: 9 }],
  findAudienceMember: [AUDIENCE, PROFILE],
  saveProgress: [CAMPAIGN, progress],
  saveAudienceSnapshot: [CAMPAIGN, ["c9"]],
  deleteAudienceSnapshot: [CAMPAIGN],
  startWave: [CAMPAIGN, { shares: [0.5, 0.5], chosen: null }, NOW],
  findSendProgress: [CAMPAIGN],
  postponeCampaign: [CAMPAIGN, NOW],
};
