import { NO_ENGAGEMENT } from "~/feedback/marketing/marketing-activity";
import { daysAgo, NOW } from "../support/builders";
import { FLOW } from "./table-values";

const remoteId = `flow/${FLOW}`;
const range = { from: "2026-01-01", to: "2026-12-31" };

/** Arguments of the store functions in feedback/marketing/ after the database and the shop. */
export const MARKETING_CALLS = {
  listMarketingSources: [daysAgo(30)],
  scheduleActivities: [[{ kind: "campaign", id: "k9" }], NOW],
  listDueActivities: [NOW, 9],
  settleActivity: [
    remoteId,
    { lastSyncedHash: "00", attempts: 0, lastError: null, nextRunAt: null },
  ],
  listSyncedDays: [remoteId],
  recordSyncedDay: [{ remoteId, day: "2026-03-02", figures: NO_ENGAGEMENT }, NOW],
  deleteSyncedDays: [remoteId],
  countEngagements: [range],
  lastDays: [NOW, 30],
};
