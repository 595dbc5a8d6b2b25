import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { Database } from "~/db.server";
import { storeTrackingLevels } from "~/events/tracking-refusal-store.server";
import {
  createEngagementRecorder,
  type EngagementRecorder,
} from "~/feedback/engagement/engagement-recorder.server";
import { recordOpen } from "~/feedback/engagement/record-open.server";
import type { ProfileId } from "~/lib/profile-id";
import { loadRecipients } from "~/messages/composing/recipient-facts.server";
import { createShop, SHOP } from "../../support/builders";
import { openTestDatabase } from "../../support/database";
import { createTestDeps } from "../../support/deps";
import { createProfile, createSentMessage } from "../../support/rows";

let database: Database;
let deps: ReturnType<typeof createTestDeps> & {
  db: Database["db"];
  engagement: EngagementRecorder;
};
let profileId: ProfileId;
let customerId: string;
let messageId: string;

beforeAll(async () => {
  database = await openTestDatabase();
  await createShop(database.db);
});
afterAll(() => database.close());
beforeEach(async () => {
  deps = { ...createTestDeps(), db: database.db, engagement: createEngagementRecorder(database) };
  ({ profileId } = await createProfile(deps.db, deps.keyring));
  const profile = await deps.db.profile.findFirstOrThrow({ where: { shopId: SHOP, profileId } });
  customerId = profile.customerId!;
  messageId = await createSentMessage(deps.db, { profileId });
});

const say = (isRefused: boolean) =>
  deps.db.$transaction((tx) => storeTrackingLevels(tx, SHOP, [{ customerId, isRefused }]));
const open = () =>
  recordOpen(
    {
      token: deps.keyring.signLink("open", `${SHOP}/${messageId}`),
      method: "GET",
      userAgent: "Mozilla/5.0 (Macintosh) AppleWebKit/605.1.15",
      purpose: null,
      address: "203.0.113.7",
    },
    deps,
  );
const opens = () =>
  deps.db.engagementEvent.count({ where: { shopId: SHOP, messageId, kind: "open" } });
const mayBeSeen = async () =>
  (await loadRecipients(deps.db, SHOP, [profileId], deps)).get(profileId)?.openTracking;

test("stores an open unless tracking is refused", async () => {
  expect(await mayBeSeen()).toBe(true);
  await open();
  expect(await opens()).toBe(1);
});

test("adds no pixel after a tracking refusal and ignores those of older emails", async () => {
  await say(true);
  expect(await mayBeSeen()).toBe(false);
  await open();
  expect(await opens()).toBe(0);
});

test("tracks opens again after consent", async () => {
  await say(true);
  await say(false);
  expect(await mayBeSeen()).toBe(true);
  await open();
  expect(await opens()).toBe(1);
});

test("applies a refusal on the preference page to earlier emails", async () => {
  const { emailIndex } = await deps.db.profile.findFirstOrThrow({
    where: { shopId: SHOP, profileId },
  });
  await deps.db.emailPreference.create({
    data: {
      shopId: SHOP,
      emailIndex: emailIndex!,
      topicsOff: [],
      frequency: "usual",
      profiling: true,
      openTracking: false,
      updatedAt: deps.now(),
    },
  });
  await open();
  expect(await opens()).toBe(0);
});
