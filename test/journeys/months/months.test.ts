import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { FLOW_LIBRARY } from "~/flows/library/library";
import { IS_DEEP } from "../../support/is-deep";
import { openSharedStage } from "../../support/shared-stage";
import type { Stage } from "../../support/stage";
import {
  findEmailsAboveCaps,
  findEmailsAtNight,
  findEmailsWithoutConsent,
  findRepeats,
  creditOrders,
  SHOP_PURPOSES,
} from "./checks";
import { playMonths, type Life } from "./play";
import { readOrders, readPlanned, readReportedRevenue, type Planned } from "./read";
import { monthsShop } from "./shop";

/**
 * One shop under the default caps, with all ready flows but one live at once: it learns too little for the next
 * order.
 */
const LIVE = FLOW_LIBRARY.map(({ key }) => key).filter((key) => key !== "next-order");
const DAYS = 120;

let stage: Stage;
let life: Life;
let endedAt: Date;
let planned: readonly Planned[];
let sent: readonly Planned[];

const plannedFor = (purposes: readonly string[]) =>
  planned.filter(({ intent }) => purposes.includes(intent.purpose));

describe.runIf(IS_DEEP)("120 days of one shop (npm run test:deep runs them)", () => {
  beforeAll(async () => {
    stage = await openSharedStage({ seeds: [monthsShop()], flows: LIVE });
    life = await playMonths(stage, DAYS, 1);
    endedAt = new Date((await stage.control.clock()).now);
    planned = await stage.withDatabase((db) => readPlanned(db, stage.shops[0]!));
    sent = planned.filter(({ state }) => state === "sent");
  }, 3_600_000);
  afterAll(() => stage.close());

  test("most flows send, and the caps hold emails back", () => {
    expect(new Set(sent.map(({ flowId }) => flowId)).size).toBeGreaterThanOrEqual(11);
    const capped = plannedFor(SHOP_PURPOSES).filter(({ reason }) => reason === "frequency_cap");
    expect(capped.length).toBeGreaterThanOrEqual(3);
  });

  test.each(["checkout", "cart", "order", "back_in_stock", "price_drop"])(
    "no limit drops an email about %s",
    (purpose) => {
      const emails = plannedFor([purpose]);
      expect(emails.filter(({ state }) => state === "sent")).not.toEqual([]);
      const limits = ["frequency_cap", "yields", "quiet_hours", "expired"];
      const dropped = emails.filter(
        ({ state, reason }) => state === "skipped" && limits.includes(reason ?? ""),
      );
      expect(dropped).toEqual([]);
    },
  );

  test("no template repeats to a person within thirty days", () => {
    expect(findRepeats(sent)).toEqual([]);
  });

  test("nobody is emailed before they subscribe or after they unsubscribe", () => {
    const left = [...life.consents.values()].filter((it) => it.length > 1);
    expect(left.length).toBeGreaterThanOrEqual(3);
    expect(findEmailsWithoutConsent(sent, life.consents)).toEqual([]);
  });

  test("nothing leaves at night", () => {
    expect(findEmailsAtNight(sent)).toEqual([]);
  });

  test("no email that the shop starts leaves above the caps", () => {
    expect(findEmailsAboveCaps(sent)).toEqual([]);
  });

  test("each planned email ends in an outcome, with its reason unless it was sent", () => {
    const outcomes = planned.filter(({ state }) => state !== "planned");
    expect(outcomes.filter(({ state }) => state !== "sent" && state !== "skipped")).toEqual([]);
    expect(outcomes.filter((it) => (it.state === "sent") !== (it.reason === null))).toEqual([]);
    const waiting = planned.filter(({ state }) => state === "planned");
    expect(waiting.filter((it) => it.nextAttemptAt! <= endedAt)).toEqual([]);
  });

  test("each sent email is in a mailbox, and nothing else with an unsubscribe link", async () => {
    const emails = (await stage.emails()).filter(({ unsubscribeUrl }) => unsubscribeUrl !== "");
    const ids = emails.map(({ messageId }) => messageId);
    expect(ids.toSorted()).toEqual(sent.map(({ messageId }) => messageId).toSorted());
  });

  test("credits each order that follows a click, and nothing else", async () => {
    const credits = creditOrders(await readOrders(stage), life.clicks);
    expect(credits.length).toBeGreaterThanOrEqual(5);
    const stored = await stage.withDatabase((db) =>
      db.attribution.findMany({ where: { shopId: stage.shops[0]! }, orderBy: { orderId: "asc" } }),
    );
    expect(
      stored.map(({ orderId, messageId, grossMinor, refundedMinor }) => ({
        ...{ orderId, messageId },
        ...{ grossMinor: Number(grossMinor), refundedMinor: Number(refundedMinor) },
      })),
    ).toEqual(credits);
    const net = credits.map(({ grossMinor, refundedMinor }) => grossMinor - refundedMinor);
    expect(await readReportedRevenue(stage, stage.openedAt, endedAt)).toBe(
      net.reduce((sum, it) => sum + it, 0),
    );
  });
});
