import { beginBatchAttempt } from "~/delivery/outbox/email-batch-store.server";
import { replaceVectorsSql } from "~/predictions/similar-customers/customer-vector-store.server";
import { DEFAULT_PREFERENCES } from "~/profiles/preferences/preferences";
import { daysAgo, hoursAgo, NOW, OTHER_SHOP } from "../support/builders";
import { createTestDeps } from "../support/deps";
import { CUSTOMER_CALLS } from "./customer-calls";
import { DOMAIN_CALLS } from "./domain-calls";
import { ACTION_CALLS } from "./action-calls";
import { CAMPAIGN_CALLS } from "./campaign-calls";
import { FORM_CALLS } from "./form-calls";
import { CONSENT_CALLS } from "./consent-calls";
import { CUSTOMER, EMAIL, PRODUCT, PROFILE, CLAIM } from "./table-values";
import { WEBHOOK_CALLS } from "./webhook-calls";
import { FEEDBACK_CALLS } from "./feedback-calls";
import { EXPERIMENT_CALLS } from "./experiment-calls";
import { FLOW_CALLS } from "./flow-calls";
import { IMPORT_CALLS } from "./import-calls";
import { JOB_CALLS } from "./job-calls";
import { MESSAGE_CALLS } from "./message-calls";
import { FIELD_CALLS, EMAIL_MONTH_CALLS, PLAN_CALLS } from "./plan-calls";
import { OUTBOX_CALLS } from "./outbox-calls";
import { PRIVACY_CALLS } from "./privacy-calls";
import { RECOMMENDATION_CALLS } from "./recommendation-calls";
import { RESTORE_CALLS, SENT_BEFORE_CALLS } from "./restore-calls";
import { SEGMENT_CALLS } from "./segment-calls";

const { keyring } = createTestDeps();

const email = {
  messageId: "m1",
  to: EMAIL,
  subject: "",
  html: "",
  text: "",
  headers: {},
  tags: {},
};
const composed = {
  picks: [],
  scarceIds: ["502"],
  links: [{ index: 0, position: "button", place: 1, target: "https://kettle.example" }],
  template: { html: ["<html>"], text: [] },
};
const optIn = {
  isConfirmedByEmail: false,
  email: "new@example.com",
  purpose: "marketing",
  locale: "en",
  variantId: null,
  productId: null,
  visitorId: null,
  state: "queued",
  customerId: null,
  at: NOW,
  expiresAt: NOW,
};
const claimedOptIn = { requestId: "r2", ...CLAIM };
const emailIndex = keyring.blindIndex(OTHER_SHOP, EMAIL);
const batch = { batchId: "b3", messageIds: ["m1"], mailerName: "outbox", now: NOW };
const suppression = {
  address: EMAIL,
  messageId: null,
  createdAt: NOW,
  note: null,
  expiresAt: null,
  nextRunAt: null,
};
const prediction = {
  profileId: PROFILE,
  computedAt: NOW,
  grade: "B",
  detail: { intent: [], value: { value: 1 }, expectedOrders: 1, group: { key: "loyal" } },
};
const variants = [{ variantId: "601", priceMinor: 7_00 }];
const snapshot = { productId: PRODUCT, updatedAt: NOW, variants };
const visit = {
  visitorId: "v1",
  profileId: PROFILE,
  startedAt: daysAgo(3),
  endedAt: daysAgo(3),
  pageCount: 1,
  dwellSeconds: 1,
  path: [],
  searches: [],
  viewed: [],
  checkoutStep: null,
};
const stretch = { visitorId: "v1", from: hoursAgo(9), to: NOW };
const shop = {
  name: "Teapot",
  currencyCode: "EUR",
  ianaTimezone: "UTC",
  contactEmail: "owner@example.com",
  primaryDomain: { url: "https://teapot.example" },
  shopAddress: { countryCodeV2: "GB" },
};

type Calls = Readonly<Record<string, Readonly<Record<string, readonly unknown[]>>>>;

/**
 * Arguments of each store function after the database and the shop, for a shop with the rows of `fillEveryTable`. By
 * stage and name.
 */
export const CALLS: Calls = {
  catalog: {
    findProducts: [[PRODUCT]],
    listCatalogProducts: [NOW],
    findPriceTerciles: [],
    invalidatePriceTerciles: [],
    recordPrices: [[snapshot]],
    listDueRatings: [{ now: NOW, limit: 5 }],
    hasRatings: [],
    recordNoRatings: [NOW],
    recordRatings: [{ asked: [PRODUCT], ratings: [{ productId: PRODUCT, rating: null }] }, NOW],
    listDueUnitCosts: [{ now: NOW, limit: 5 }],
    recordUnitCosts: [{ asked: ["601"], costs: [{ variantId: "601", costMinor: 3_00 }] }, NOW],
    deleteUnitCosts: [],
    countUnitCosts: [],
    deletePrices: [[PRODUCT]],
    findLowestPrices: [["601"]],
  },
  experiments: EXPERIMENT_CALLS,
  delivery: {
    ...SENT_BEFORE_CALLS,
    ...CONSENT_CALLS,
    ...FORM_CALLS,
    ...IMPORT_CALLS,
    ...WEBHOOK_CALLS,
    ...EMAIL_MONTH_CALLS,
    setTriggerUse: [{ handle: "kindred-email-clicked", isUsed: true, saidAt: NOW }],
    insertOptIn: [optIn, { keyring }],
    findOptIn: ["request_id", { keyring }],
    claimOptIns: [{ now: NOW, limit: 9 }, { keyring }],
    listOptIns: [["request_id"], { keyring }],
    settleOptIn: [claimedOptIn, { state: "synced", nextRunAt: null, lastError: null }],
    settleConfirmation: ["request_id", { state: "sent", lastError: null, emailedAt: NOW }],
    requireConfirmation: [claimedOptIn, { expiresAt: daysAgo(-30), now: NOW }, { keyring }],
    confirmOpenOptIn: ["request_id", { at: NOW, expiresAt: daysAgo(-30) }],
    findSignUpVolume: [NOW],
    countWaitingOptIns: [NOW],
    approveSignUps: [NOW],
    findCaptcha: [{ keyring }],
    findCaptchaService: [],
    recordCaptchaSeen: [NOW],
    saveCaptcha: [{ service: "hcaptcha", secret: "key" }, { keyring }],
    isBlockedAddress: [emailIndex],
    findSameOptIn: [{ emailIndex, purpose: "marketing", variantId: "601" }, daysAgo(1)],
    purgeExpiredOptIns: [daysAgo(-30)],
    queueBatch: [batch],
    claimDueBatch: [NOW],
    beginRepeat: [{ batchId: "b1", attempts: 0, firstAttemptAt: NOW }],
    postponeBatch: [
      { batchId: "b1", attempts: 0 },
      { nextRunAt: NOW, reason: "provider_failed" },
    ],
    postponeMessages: [[{ messageId: "m2", why: [], kind: "skip", reason: "expired" }]],
    moveToPool: ["small"],
    findEmailPool: [],
    findSenderHealth: ["identity"],
    recordSenderOutcome: ["identity", { kind: "identity_refused", reason: "not verified" }, NOW],
    listRefusedSenders: [],
    listAutoPauses: [],
    countFailures: ["complaint", { now: NOW, releasedAt: null }],
    countSentToday: ["kettle.example", NOW],
    saveAutoPause: [{ kind: "hard_bounce", level: "warn", sent: 1_000, failures: 20 }, NOW],
    releaseAutoPause: ["complaint", NOW],
    ...DOMAIN_CALLS,
    endWarmUp: ["kettle.example"],
    ...ACTION_CALLS,
    beginDispatch: ["m1", NOW],
    findDispatch: ["m1"],
    endDispatch: ["m1", { kind: "accepted", providerId: "provider" }],
    recordSuppressions: [[{ ...suppression, reason: "manual" }], { keyring }],
    endSuppressions: [daysAgo(-30)],
    storeFrozen: [
      beginBatchAttempt({ ...batch, batchId: "b9", emails: [], quietFrom: null }),
      [{ composed, email: { ...email, messageId: "m2" }, why: [] }],
      { keyring, now: NOW },
    ],
  },
  events: {
    storeTrackingLevels: [[{ customerId: CUSTOMER, isRefused: false }]],
    listBackfills: [],
    resetBackfills: [NOW],
    restartBackfill: ["orders", NOW],
    scheduleBackfillsNow: [NOW],
    advanceBackfill: [
      { resource: "orders", state: "running", bulkOperationId: null, linesDone: 0 },
      { linesDone: 7 },
    ],
    areBackfillsSettled: [],
    readEvents: [{ consumer: "catalog", limit: 10 }, { keyring }],
    findCursor: ["profiles"],
    findCursors: [["profiles"]],
    readPositions: [["profiles"], { kinds: ["order_placed"], limit: 9 }, { keyring }],
    advanceCursor: ["profiles", 9n],
    findLastSeq: [],
    listApiKeys: [],
    findApiKey: ["k1"],
    insertApiKey: [
      { keyId: "k9", name: "Reviews", hint: "wxyz", keyHash: new Uint8Array([9]) },
      NOW,
    ],
    deleteApiKey: ["k1"],
    markKeyUsed: ["k1", NOW],
    issuePixelAccount: [{ now: NOW, pixelId: "gid" }],
    findPixelAccount: [],
    settlePixelAccount: [{ accountId: `of-${OTHER_SHOP}`, pixelId: "gid", at: NOW }],
    postponePixelAccount: [{ lastError: "upstream", nextRunAt: NOW }],
  },
  profiles: {
    ...CUSTOMER_CALLS,
    requestSyncUntil: [NOW],
    listPreferences: [[PROFILE]],
    findPreferences: [[emailIndex]],
    endSuppressionsOnOptIn: [[PROFILE]],
    endAddressSuppressions: [emailIndex],
    savePreferences: [emailIndex, { ...DEFAULT_PREFERENCES, profiling: false }, NOW],
    listReconciliations: [],
    createReconciliations: [NOW],
    saveReconciliation: ["orders", { keptCount: 3 }],
    expediteReconciliations: [NOW],
    getNextNight: [NOW],
    addFindings: ["orders", { newCount: 2, changedCount: 0, deletedCount: 1 }, NOW],
    projectBrowsing: [[PROFILE]],
    recordProofs: [[{ visitorId: "v2", proof: "click", proofId: "h1", shownAt: NOW }]],
    resolveJoins: [["h1"], NOW],
    listJoins: [["v1"]],
    listJoinedVisitors: [[CUSTOMER]],
    takeAffectedPeriods: [[stretch]],
    insertVisits: [[visit]],
    listVisits: [[PROFILE], 9],
    listOpenDataRequests: [],
    recordExport: [CUSTOMER, NOW],
    listOpenGuestRequests: [],
    findRequestedPerson: ["w1"],
    recordGuestExport: ["w1", NOW],
  },
  predictions: {
    ...FIELD_CALLS,
    readShopHistory: [NOW, new AbortController().signal],
    readScoringFacts: [[PROFILE], NOW],
    loadHistoryRows: [[PROFILE], NOW],
    loadEmailRows: [[PROFILE], NOW],
    loadComparedFacts: [[PROFILE]],
    readEmailHistory: [NOW],
    readFrequencyGroups: [[CUSTOMER], NOW],
    savePredictions: [
      [prediction],
      {},
      replaceVectorsSql(OTHER_SHOP, {
        profileIds: [PROFILE],
        vectors: [{ profileId: PROFILE, cluster: "regular", values: [1] }],
        version: 2,
      }),
    ],
    deletePredictions: [[PROFILE]],
    listUnscored: [NOW, 9],
    markAllScored: [NOW],
    areAllScored: [NOW],
    listLargestTypes: [4],
    findLatestKindVersion: ["recommendations"],
    findSelectionToUse: [20_000],
    areComparisonsOff: [],
    switchComparisons: [false, NOW],
    findSharingSince: [],
    switchSharing: [false, NOW],
    saveNoisyCounts: [Int32Array.of(1, 2), { epsilon: 1, at: NOW }],
    lockSharing: [],
    saveSelection: [[], NOW],
    findCustomerVectors: [[PROFILE]],
    listCustomersWithVector: [[PROFILE]],
    readCustomerVectors: [1, 9],
  },
  recommendations: RECOMMENDATION_CALLS,
  outbox: OUTBOX_CALLS,
  messages: MESSAGE_CALLS,
  segments: SEGMENT_CALLS,
  flows: FLOW_CALLS,
  campaigns: CAMPAIGN_CALLS,
  feedback: FEEDBACK_CALLS,
  jobs: JOB_CALLS,
  privacy: PRIVACY_CALLS,
  restore: RESTORE_CALLS,
  shopify: {
    upsertShop: [
      { shop, installationId: "gid://shopify/AppInstallation/1" },
      { keyring, now: NOW },
    ],
    findInstalledShop: [],
    markAccessLost: [NOW],
    recordMarkets: [["GB"]],
    recordMerchantLocale: ["de-AT"],
    findMerchantLocale: [],
    findShopContact: [{ keyring }],
    findIndustry: [],
    saveIndustry: [{ industry: "travel", now: NOW }],
    ...PLAN_CALLS,
  },
};
