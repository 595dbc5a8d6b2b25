import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { Database } from "~/db.server";
import { findLearnedCaps } from "~/experiments/frequency/learned-caps.server";
import {
  drawMessageVariants,
  listContentExperiments,
} from "~/experiments/optimization/draw-message-variants.server";
import { FREQUENCY_SCOPE, OWN_VARIANT } from "~/experiments/optimization/experiment";
import {
  listDrawnExperiments,
  saveExperiment,
} from "~/experiments/optimization/experiment-store.server";
import { decideExperimentsJob } from "~/feedback/optimizer/decide-experiments.job.server";
import { storedJson } from "~/flows/stored-json";
import { isShopDue } from "~/jobs/due-shops.server";
import { profileIdOfCustomer } from "~/lib/profile-id";
import { answerOptimizationsRequest } from "~/pages/optimizations/answer-optimizations.server";
import { getOptimizationsPage } from "~/pages/optimizations/optimizations-page.server";
import { daysAgo, NOW, SHOP } from "../../support/builders";
import { openTestDatabase } from "../../support/database";
import { anIntent } from "../../support/delivery-builders";
import { createTestDeps } from "../../support/deps";
import { insertMessages } from "../../support/message-rows";
import {
  emptyTables,
  FLOW_ID,
  storeProfile,
  storeShopWithFlows,
  turnBaselineOff,
} from "../../support/stored-rows";

const { keyring } = createTestDeps();
const STEP = { flowId: FLOW_ID, stepId: "email-1" } as const;
const OTHERS = [
  { variant: OWN_VARIANT, text: null, share: 0 },
  { variant: "line-2", text: "Another", share: 1 },
];
const TWO_DAYS_LATER = new Date(NOW.getTime() + 2 * 86_400_000);
let database: Database;

beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  const { db } = database;
  await emptyTables(db);
  await storeShopWithFlows(db);
  await storeProfile(db, keyring, "1");
  await turnBaselineOff(db);
  await insertMessages(db, [
    {
      ...{ shopId: SHOP, messageId: "m1", profileId: "c1", flowVersion: 1, ...STEP },
      ...{ state: "planned", plannedAt: daysAgo(1), nextRunAt: NOW, expiresAt: TWO_DAYS_LATER },
      intent: storedJson(anIntent()),
    },
  ]);
  await saveExperiment(
    db,
    SHOP,
    { kind: "subject", ...STEP, variants: OTHERS, isHeld: false },
    NOW,
  );
  await saveExperiment(db, SHOP, { kind: "hour", ...STEP, variants: OTHERS, isHeld: false }, NOW);
  const fewer = [{ variant: "one_a_week", text: null, share: 1 }];
  await saveExperiment(db, SHOP, { ...FREQUENCY_SCOPE, variants: fewer, isHeld: false }, NOW);
});

const ask = (kind: "pause_all" | "resume_all") =>
  answerOptimizationsRequest(SHOP, { kind }, { db: database.db, now: () => NOW });

const pausedAt = async () => (await getOptimizationsPage(database.db, SHOP, NOW)).pausedAt;

/** What emails get, and whether the daily decision is due. */
async function effects() {
  const { db } = database;
  const { selectDueShops } = decideExperimentsJob;
  const drawn = await listContentExperiments(db, SHOP);
  return {
    subjects: [...(await drawMessageVariants(db, SHOP, ["m1"], drawn, NOW)).values()].map(
      ({ subject }) => subject,
    ),
    hours: (await listDrawnExperiments(db, SHOP, ["hour"])).length,
    caps: (await findLearnedCaps(db, SHOP, [profileIdOfCustomer("1")], NOW)).size,
    isDue: await isShopDue(db, SHOP, selectDueShops!(TWO_DAYS_LATER)),
  };
}

test("a pause gives all emails the merchant's settings, and resuming brings the tests back", async () => {
  const running = await effects();
  expect(running).toEqual({ subjects: ["Another"], hours: 1, caps: 1, isDue: true });

  expect(await ask("pause_all")).toEqual({ done: NOW.getTime(), error: null });
  expect(await effects()).toEqual({ subjects: [], hours: 0, caps: 0, isDue: false });
  expect(await pausedAt()).toBe(NOW.toISOString());
  expect(await ask("pause_all")).toEqual({ done: null, error: { kind: "paused" } });

  expect(await ask("resume_all")).toEqual({ done: NOW.getTime(), error: null });
  expect(await effects()).toEqual(running);
  expect(await pausedAt()).toBeNull();
  expect(await ask("resume_all")).toEqual({ done: null, error: { kind: "resumed" } });

  const audited = await database.db.auditEntry.findMany({ orderBy: { auditId: "asc" } });
  expect(audited.map(({ action }) => action)).toEqual([
    "optimizations_paused",
    "optimizations_resumed",
  ]);
});

test("a pause keeps the settings as they are, and their version", async () => {
  const { db } = database;
  const settings = () =>
    db.settings.findUniqueOrThrow({
      where: { shopId: SHOP },
      select: { sending: true, version: true },
    });
  const before = await settings();
  await ask("pause_all");
  expect(await settings()).toEqual(before);
});
