import type { FrameLocator, Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { CONTROL_SHARE, MERCHANT_SETTING, trialOf } from "~/experiments/optimization/experiment";
import { recordDecision } from "~/experiments/optimization/experiment-store.server";
import { storedJson } from "~/flows/stored-json";
import type { PrismaClient } from "~/generated/prisma/client";
import { ShopId } from "~/lib/shop-id";
import { anIntent } from "../support/delivery-builders";
import { insertMessages } from "../support/message-rows";
import { smallStore } from "../support/small-store";
import type { Stage } from "../support/stage";
import { step } from "../support/step";
import { useMerchant } from "../support/use-merchant";

const DAY_MS = 86_400_000;
const EMAIL = { flowId: "abandoned-checkout", stepId: "email-1" };
const LINE = "Your basket is still warm";
const EMAILS = 360;

let stage: Stage;
let page: Page;
let app: FrameLocator;

const daysAgo = (days: number) => new Date(stage.openedAt.getTime() - days * DAY_MS);

/** Emails of the last weeks with both subjects in turn; the other one is clicked more, and leads to more orders. */
async function addResults(db: PrismaClient): Promise<void> {
  const shopId = ShopId.parse(stage.shops[0]);
  const profiles = await db.profile.findMany({ where: { shopId, customerId: { not: null } } });
  const sent = Array.from({ length: EMAILS }, (_, n) => ({
    ...{ shopId, messageId: `result-${n}`, sentAt: daysAgo(9 + (n % 20)) },
    profileId: profiles[n % profiles.length]!.profileId,
  }));
  await insertMessages(
    db,
    sent.map((it) => ({
      ...{ ...it, ...EMAIL, flowVersion: 1, state: "sent", intent: storedJson(anIntent()) },
      ...{ plannedAt: it.sentAt, nextRunAt: it.sentAt, expiresAt: it.sentAt },
    })),
  );
  const isOther = (n: number) => n % 2 === 1;
  await db.messageVariant.createMany({
    data: sent.map(({ messageId }, n) => ({
      ...{ shopId, messageId, kind: "subject", rate: 0.5 },
      variant: isOther(n) ? "line-2" : "own",
    })),
  });
  const clicked = sent.filter((_, n) => n % (isOther(n) ? 5 : 24) === 0 || n % 25 === 1);
  await db.engagementEvent.createMany({
    data: clicked.map(({ messageId, sentAt }) => ({
      ...{ shopId, messageId, eventId: `click-${messageId}`, kind: "click" },
      ...{ classification: "human", occurredAt: sentAt },
    })),
  });
}

/** A layout that was tested and chosen. */
async function addDecision(db: PrismaClient): Promise<void> {
  const shopId = ShopId.parse(stage.shops[0]);
  const experiment = {
    ...({ kind: "layout", ...EMAIL, isHeld: false } as const),
    variants: MERCHANT_SETTING,
  };
  const trial = trialOf("products_first");
  const chosen = trial.map((it) => ({
    ...it,
    share: it.variant === "own" ? CONTROL_SHARE : 1 - CONTROL_SHARE,
  }));
  const evidence = {
    ...({ kind: "value", favored: "products_first", chance: 0.98 } as const),
    ...{ gain: { low: 0.4, mean: 2, high: 3.6 }, isSupported: true, awaitsApproval: false },
    reasons: {
      ...{ base: 4, clickValue: 0, unsubscribes: 0, group: { money: 0, clicks: 0 } },
      ...{ shop: { money: 2, clicks: 0.5 }, email: { money: 0, clicks: 0 } },
    },
    options: [
      { variant: "products_first", value: 6, sends: 240, clicks: 19 },
      { variant: "own", value: 4, sends: 900, clicks: 31 },
    ],
  };
  await db.$transaction(async (tx) => {
    const started = { kind: "trial", sends: 1_140 } as const;
    await recordDecision(tx, shopId, { experiment, after: trial, evidence: started }, daysAgo(20));
    const tested = { ...experiment, variants: trial };
    await recordDecision(tx, shopId, { experiment: tested, after: chosen, evidence }, daysAgo(3));
  });
}

describe("a merchant who follows what Kindred optimizes", () => {
  const seeds = [smallStore({ customers: 60 })];
  useMerchant({ seeds, flows: ["abandoned-checkout"] }, (opened) => {
    ({ stage, page, app } = opened);
  });
  const openPage = (path: string) => page.goto(`${stage.appUrl}/app${path}`);

  test("reads what comes first, adds a subject, and sees and undoes what was learned", async () => {
    await step("in a new shop, reads what is tested first and when, and the limits", async () => {
      await openPage("/optimizations");
      await app.getByRole("heading", { name: "What Kindred tests first" }).waitFor();
      await app.getByText("Not known yet").waitFor();
      await app.getByText("Max 4 emails to a customer in 7 days").waitFor();
      await app.getByRole("link", { name: "Edit sending limits" }).waitFor();
    });

    await step("adds a subject in the editor, below the email's own", async () => {
      await openPage("/emails/abandoned-checkout/email-1");
      await app.getByRole("heading", { name: "Subject line test" }).waitFor();
      await app.getByLabel("Another subject line", { exact: true }).fill(LINE);
      await app.getByRole("button", { name: "Add", exact: true }).click();
      await app.getByText("50% of emails").first().waitFor();
      await app.getByRole("button", { name: `Remove “${LINE}”` }).waitFor();
    });

    await step("cannot add it twice", async () => {
      await app.getByLabel("Another subject line", { exact: true }).fill(LINE);
      await app.getByRole("button", { name: "Add", exact: true }).click();
      await app.getByText("This email already has this subject line").waitFor();
    });

    await step("sees the test, what it earned, and a decision with its evidence", async () => {
      await stage.withDatabase(async (db) => {
        await addResults(db);
        await addDecision(db);
      });
      await openPage("/optimizations");
      await app
        .getByRole("heading", { name: /^Subject line: Abandoned checkout, email 1/ })
        .waitFor();
      await app.getByText(new RegExp(`^“${LINE}”: 50% of emails, clicks in`)).waitFor();
      await app.getByText(/more clicks per 100 emails than your setting/).waitFor();
      await app.getByText(/90% of these emails now use products above the text/).waitFor();
      await app.getByRole("heading", { name: "Earnings" }).waitFor();
    });

    await step("stops the test of the subject, and can resume it", async () => {
      await app.getByRole("button", { name: /^Stop test: Subject line/ }).click();
      await app.getByRole("button", { name: /^Resume Subject line/ }).click();
      await app
        .getByRole("button", { name: /^Resume Subject line/ })
        .waitFor({ state: "detached" });
    });

    await step("undoes the decision, and can resume it", async () => {
      await app.getByRole("button", { name: /^Revert: 90% of these emails/ }).click();
      await app.getByText("Reverted", { exact: true }).waitFor();
      await app.getByRole("button", { name: /^Resume Layout/ }).waitFor();
    });

    expect((await stage.control.logs()).unresolvedFields).toEqual([]);
  });
});
