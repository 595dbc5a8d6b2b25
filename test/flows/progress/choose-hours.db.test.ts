import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { BEST_HOUR, OWN_VARIANT, RANDOM_HOUR } from "~/experiments/optimization/experiment";
import {
  listDrawnExperiments,
  saveExperiment,
} from "~/experiments/optimization/experiment-store.server";
import { applyBestHours } from "~/flows/progress/apply-best-hours.server";
import { profileIdOfCustomer } from "~/lib/profile-id";
import { daysAgo, hoursAgo, NOW, SHOP } from "../../support/builders";
import { aCheckoutUpdated, storeCheckout, recordEvent } from "../../support/stored-checkout";
import { FLOW_ID, storeProfile, turnBaselineOff } from "../../support/stored-rows";
import { openEnrollmentBench, type EnrollmentBench } from "../enrollment-bench";

let bench: EnrollmentBench;
const scope = { kind: "hour", flowId: FLOW_ID, stepId: "email-1" } as const;

beforeAll(async () => {
  bench = await openEnrollmentBench();
});
afterAll(() => bench.database.close());
beforeEach(async () => {
  await bench.empty();
  await bench.deps.db.prediction.deleteMany();
});

/** NOW is noon in the shop: the best hour is an hour later. */
async function learnBestHour(profileId: string, grade = "B") {
  await bench.deps.db.prediction.create({
    data: {
      shopId: SHOP,
      profileId,
      computedAt: daysAgo(1),
      modelVersions: {},
      grade: "B",
      bestHour: 13,
      detail: { bestHour: { grade } },
    },
  });
}

const choose = (share: number) =>
  saveExperiment(
    bench.deps.db,
    SHOP,
    {
      ...scope,
      isHeld: false,
      variants: [
        { variant: OWN_VARIANT, text: null, share: 1 - share },
        { variant: BEST_HOUR, text: null, share },
      ],
    },
    NOW,
  );

test("delays a planned email to the best hour when drawn, and records the draw", async () => {
  const { deps } = bench;
  await turnBaselineOff(deps.db);
  await learnBestHour("c1");
  await choose(1);
  await storeCheckout(deps.db, deps.keyring, "c1", { token: "t1" });
  await recordEvent(deps.db, deps, [aCheckoutUpdated("t1")]);
  await bench.enroll();
  await bench.advance();
  await bench.advance();
  expect(await bench.messages()).toMatchObject([
    { stepId: "email-1", state: "planned", nextRunAt: hoursAgo(-1) },
  ]);
  expect(await deps.db.messageVariant.findMany()).toMatchObject([
    { kind: "hour", variant: BEST_HOUR, rate: 1 },
  ]);
});

const planned = (n: number, more: object = {}) => ({
  messageId: `m${n}`,
  flowId: FLOW_ID,
  stepId: "email-1",
  profileId: profileIdOfCustomer(String(n)),
  state: "planned",
  nextRunAt: NOW,
  expiresAt: hoursAgo(-48),
  inBaseline: false,
  ...more,
});
const chosen = (emails: ReturnType<typeof planned>[]) =>
  bench.deps.db.$transaction(async (tx) =>
    applyBestHours(tx, SHOP, emails, await listDrawnExperiments(tx, SHOP, ["hour"]), NOW),
  );

test("only emails that could wait take part, so that both variants are comparable", async () => {
  const { db, keyring } = bench.deps;
  for (const n of [1, 2, 3, 4]) {
    if (n > 1) await storeProfile(db, keyring, String(n));
    if (n > 1) await learnBestHour(`c${n}`, n === 2 ? "D" : "B");
  }
  await choose(1);
  const emails = [
    planned(1),
    planned(2),
    planned(3, { expiresAt: hoursAgo(-1.5) }),
    planned(4, { state: "withheld" }),
    planned(4, { messageId: "m5", stepId: "email-2" }),
    planned(4, { messageId: "m6", inBaseline: true }),
    planned(4, { messageId: "m6" }),
  ];
  const { drawn, emails: after } = await chosen(emails);
  expect(drawn.map(({ messageId }) => messageId)).toEqual(["m6"]);
  expect(after.slice(0, 5)).toEqual(emails.slice(0, 5));
  expect(after[5]?.nextRunAt).toEqual(hoursAgo(-1));
});

test("the control keeps its send time and records its probability", async () => {
  await learnBestHour("c1");
  await choose(0.9);
  const emails = Array.from({ length: 300 }, (_, n) => planned(1, { messageId: `m${n}` }));
  const { drawn, emails: after } = await chosen(emails);
  const own = drawn.filter(({ variant }) => variant === OWN_VARIANT);
  expect(own.length).toBeGreaterThan(10);
  expect(own.length).toBeLessThan(60);
  expect(new Set(own.map(({ rate }) => rate.toFixed(3)))).toEqual(new Set(["0.100"]));
  const ids = new Set(own.map(({ messageId }) => messageId));
  for (const { messageId, nextRunAt } of after) {
    expect(nextRunAt).toEqual(ids.has(messageId) ? NOW : hoursAgo(-1));
  }
});

test("spreads emails with a random hour over all hours at which they have not expired", async () => {
  await learnBestHour("c1");
  await saveExperiment(
    bench.deps.db,
    SHOP,
    { ...scope, isHeld: false, variants: [{ variant: RANDOM_HOUR, text: null, share: 1 }] },
    NOW,
  );
  const emails = Array.from({ length: 400 }, (_, n) => planned(1, { messageId: `m${n}` }));
  const hours = (its: readonly { readonly nextRunAt: Date }[]) =>
    new Set(its.map(({ nextRunAt }) => (nextRunAt.getTime() - NOW.getTime()) / 3_600_000));
  expect(hours((await chosen(emails)).emails).size).toBe(24);
  const short = emails.map((email) => ({ ...email, expiresAt: hoursAgo(-6.5) }));
  expect([...hours((await chosen(short)).emails)].sort()).toEqual([0, 1, 2, 3, 4, 5]);
});
