import type { FrameLocator, Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import type { Database } from "~/db.server";
import { insertMessages } from "../support/message-rows";
import type { Stage } from "../support/stage";
import { step } from "../support/step";
import { useMerchant } from "../support/use-merchant";

const FLOW = "abandoned-checkout";
const HOLDOUT_RATE = 0.3;
const PEOPLE = 240;
const DAY_MS = 86_400_000;

let stage: Stage;
let page: Page;
let app: FrameLocator;

/** A merchant who asks what another policy would have changed. */
describe("a merchant who asks what if", () => {
  useMerchant({ flows: [FLOW] }, (opened) => {
    ({ stage, page, app } = opened);
  });

  test("gets an answer with a range where a holdout was drawn, and a reason elsewhere", async () => {
    await step("finds the questions in the reports", async () => {
      await page.goto(`${stage.appUrl}/app/reports`);
      await app.getByRole("link", { name: "What if" }).click();
      await app.getByText("No emails in the last 90 days").waitFor();
    });

    await step("asks about a flow after three months of its emails", async () => {
      await stage.withDatabase((db) => storeThreeMonths(db, stage.shops[0]!, stage.openedAt));
      await page.goto(`${stage.appUrl}/app/reports/what-if`);
      const question = app.getByLabel("What if…");
      await question.selectOption({ label: "“Abandoned checkout” had been off" });
      await app.getByText("Less revenue").waitFor();
      await app.getByText(/revenue would have been about £.* lower/).waitFor();
      await app.getByText(`About ${PEOPLE} customers`).waitFor();
      await expect.poll(() => question.inputValue()).toBe(`flow_off/${FLOW}`);
    });

    await step("reads it on a phone", async () => {
      await page.setViewportSize({ width: 390, height: 900 });
      await app.getByText("How this is calculated").click();
      await app.getByText(/Each customer counts once/).waitFor();
      const frame = page.frame({ name: "app-iframe" })!;
      expect(await frame.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(
        390,
      );
      await page.setViewportSize({ width: 1280, height: 900 });
    });

    await step("learns why another question has no answer", async () => {
      await app.getByLabel("What if…").selectOption({ label: "No email had been sent" });
      await app.getByText("No answer yet").waitFor();
      await app.getByLabel("What if…").selectOption("discount");
      await app.getByText(/Most emails give everyone their discount/).waitFor();
    });
  });
});

/** First emails of a flow, three in ten withheld; those who got one spend more. */
async function storeThreeMonths(db: Database["db"], shopId: string, now: Date): Promise<void> {
  const key = { shopId, flowId: FLOW };
  const version = await db.flowVersion.findFirstOrThrow({ where: key });
  const definition = { ...(version.definition as object), holdoutRate: HOLDOUT_RATE };
  await db.flowVersion.create({
    data: { ...key, version: 99, definition, createdAt: version.createdAt },
  });
  const people = Array.from({ length: PEOPLE }, (_, n) => ({
    profileId: `c9000${n}`,
    customerId: `9000${n}`,
    isHeld: n % 10 < 10 * HOLDOUT_RATE,
    at: new Date(now.getTime() - (10 + (n % 70)) * DAY_MS),
    spent: n % 10 < 10 * HOLDOUT_RATE ? 5_00 + (n % 7) * 1_00 : 20_00 + (n % 7) * 2_00,
  }));
  await db.profile.createMany({
    data: people.map(({ profileId, customerId, at }) => ({
      ...{ shopId, profileId, customerId, createdAt: at },
    })),
  });
  await db.enrollment.createMany({
    data: people.map(({ profileId, isHeld, at }) => ({
      ...{ ...key, enrollmentId: `e-${profileId}`, version: 99, profileId, objectKey: "left" },
      ...{ variant: isHeld ? "holdout" : "treated", state: "ended", context: {} },
      ...{ enrolledAt: at, updatedAt: at, endedAt: at },
    })),
  });
  await insertMessages(
    db,
    people.map(({ profileId, isHeld, at }) => ({
      ...{ ...key, messageId: `m-${profileId}`, enrollmentId: `e-${profileId}`, profileId },
      ...{ flowVersion: 99, stepId: "email-1", plannedAt: at, expiresAt: at, intent: {} },
      ...(isHeld ? { state: "withheld" } : { state: "sent", sentAt: at }),
    })),
  );
  await db.order.createMany({
    data: people.map(({ profileId, at, spent }) => ({
      ...{ shopId, orderId: `o-${profileId}`, name: "#1", profileId, currency: "GBP" },
      ...{ placedAt: new Date(at.getTime() + DAY_MS), sourceUpdatedAt: at },
      totalMinor: BigInt(spent),
    })),
  });
  await db.emailCount.create({
    data: {
      ...{ ...key, day: people[0]!.at, stepId: "email-1", version: 99 },
      ...{ sent: 168, delivered: 168, bounced: 0, complained: 0, unsubscribed: 0 },
      ...{ opened: 0, openedByPeople: 0, clicked: 0, clickedByPeople: 0 },
      ...{ orders: 0, grossMinor: 0n, refundedMinor: 0n },
    },
  });
}
