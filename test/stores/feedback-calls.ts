import { MARKETING_CALLS } from "./marketing-calls";
import { daysAgo, hoursAgo, NOW, OTHER_SHOP } from "../support/builders";
import { createTestDeps } from "../support/deps";
import { CAMPAIGN, EMAIL, FLOW, ORDER, PROFILE, CLAIM } from "./table-values";

const { keyring } = createTestDeps();

const dayOf = (at: Date) => at.toISOString().slice(0, 10);
const range = { from: dayOf(daysAgo(30)), to: dayOf(NOW) };

const order = {
  orderId: ORDER,
  profileId: PROFILE,
  placedAt: daysAgo(2),
  currency: "GBP",
  totalMinor: 24_00n,
  refundedMinor: 0n,
  counts: true,
};
const touch = { messageId: "m1", profileId: PROFILE, flowId: FLOW, stepId: "email-1", at: NOW };
const writeBack = {
  emailIndex: keyring.blindIndex(OTHER_SHOP, EMAIL),
  reason: "unsubscribe",
  ...CLAIM,
};
const reported = {
  eventId: "msg_9",
  messageId: "m1",
  delivery: "delivered",
  occurredAt: NOW,
  providerId: "resend-m1",
  detail: null,
};
const retention = {
  months: 25,
  position: { at: daysAgo(900), messageId: "" },
  countedFrom: null,
  startedAt: daysAgo(1),
  endedAt: null,
  emailCount: 2,
  eventCount: 3,
  nextRunAt: NOW,
};
const replayed = { from: daysAgo(90), to: daysAgo(2), days: 7, capMinor: null };

/** Arguments of the store functions in feedback/ after the database and the shop. */
export const FEEDBACK_CALLS = {
  ...MARKETING_CALLS,
  getAttributionWindowHours: [],
  listCreditableOrders: [[ORDER]],
  listOrderIdsAfterClicks: [[{ messageId: "m1", at: daysAgo(3) }], 120],
  listTouches: [[PROFILE], { from: daysAgo(9), to: NOW }],
  replaceCredits: [[ORDER], [{ order, touch }], 120],
  listMessagesToClassify: [NOW, 9],
  lockMessagesWithEvents: [["m1"], NOW],
  saveClassifications: [[{ eventId: "h1", classification: "machine", score: 100, reason: null }]],
  correctRecordedClasses: [[{ eventId: "h1", classification: "machine" }]],
  markDaysForRecount: [["m1"]],
  listMarkedDays: [{ days: 9, emails: 9 }],
  sumEmails: [dayOf(hoursAgo(3)), { after: null, upTo: null }],
  sumPicks: [dayOf(hoursAgo(3)), { after: null, upTo: null }],
  saveDay: [
    { day: dayOf(hoursAgo(3)), mark: "1" },
    { emails: [], picks: [] },
  ],
  listEmailCounts: [range],
  listPickCounts: [range],
  listSegmentCounts: [range],
  settleWindow: [48],
  listOrdersOfWindow: [120, { after: "", limit: 9 }],
  sumByWindow: [120, daysAgo(90)],
  countVariantResults: [daysAgo(-9)],
  listDrawnVariants: [NOW],
  sumSpentAfterEmails: [daysAgo(-9)],
  countTestProgress: [NOW],
  countPolicyCells: [daysAgo(-9)],
  readPolicyEconomics: [[], NOW],
  readFatigue: [NOW],
  measureReach: [{ flowId: FLOW, stepId: "email-1" }, NOW],
  listEmailsWithHours: [{ minSends: 1, now: NOW }],
  listFrequentEmails: [{ minSends: 1, now: NOW }],
  findRetention: [],
  tryLockRetention: [],
  startRun: ["2026-01-01", NOW],
  finishRun: [retention, NOW],
  setRetention: [13, NOW],
  countCampaigns: [[CAMPAIGN]],
  freezeCampaignNumbers: [[CAMPAIGN]],
  listLiftDaysBefore: ["2027-01-01"],
  findLift: [],
  measureUsualOrder: [{ since: daysAgo(90), now: NOW }],
  measureCreditedOrder: [{ since: daysAgo(90), now: NOW }],
  saveFlowForecast: [
    FLOW,
    { peoplePerWeek: 1, emailsPerWeek: 2, revenueMinorPerWeek: 3, forecastAt: NOW },
  ],
  saveAudienceForecast: [{ audience: "due", people: 1, revenueMinor: 2, forecastAt: NOW }],
  listAudienceForecasts: [],
  readCountBasis: [],
  listLiftBetween: [range],
  changeHoldoutRate: [0.15, NOW],
  saveLift: [
    { countedAt: NOW, caps: { 7: null, 30: 90_00 }, answers: [], days: [] },
    { settingsVersion: 7, seq: 9n },
  ],
  readHoldoutLog: [FLOW, replayed],
  readVariantLog: [{ of: "subject", flowId: FLOW, stepId: "email-1", variant: "own" }, replayed],
  readCohortLog: [
    { cohortUntil: NOW, draw: () => ({ action: "own", rate: 0.5 }) },
    { from: daysAgo(9), to: NOW, capMinor: null },
  ],
  recordEmailEvents: [[reported], NOW],
  updateDeliveryStates: [[reported]],
  recordConfirmationEvents: [
    [{ ...reported, messageId: "request_id", recipient: EMAIL }],
    { keyring },
  ],
  countSoftBounces: [["m1"], daysAgo(9)],
  listSealedEmails: [["m1"]],
  claimUnanswered: [NOW],
  listKnownProviderIds: [["resend-m1"]],
  recordListProgress: [
    { batchId: "b2", since: NOW, cursor: null, ...CLAIM },
    { cursor: "resend-m1", nextRunAt: null },
  ],
  claimWriteBacks: [NOW, 9],
  settleWriteBack: [writeBack, { writtenBackAt: NOW }],
  postponeWriteBacks: [[writeBack], "upstream", NOW],
} as const;
