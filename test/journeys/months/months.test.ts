import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { FLOW_LIBRARY } from "~/flows/library/library";
import { IS_DEEP } from "../../support/is-deep";
import { findPostgres } from "../../support/find-postgres";
import { holdTrainings } from "../../support/hold-trainings";
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
import { listCustomers, monthsShop } from "./shop";

/** All ready flows but one, which learns too little in this shop. */
const LIVE = FLOW_LIBRARY.map(({ key }) => key).filter((key) => key !== "next-order");
const DAY_MS = 86_400_000;
/** One month; four in a deep run. */
const DAYS = IS_DEEP ? 120 : 30;
/** Customers who act by chance, besides those with a role. */
const RANDOM_CUSTOMERS = DAYS > 30 ? 12 : 2;
/** The flows that a month brings about. */
const SENDING = [
  ...["abandoned-cart", "abandoned-checkout", "back-in-stock", "birthday", "browse-abandonment"],
  ...["low-stock", "price-drop", "replenishment", "review-request", "thank-you", "vip", "welcome"],
  "win-back",
];

/** The play reads the database while the app runs, which an embedded one does not allow. */
const SERVER = await findPostgres();

let stage: Stage;
let life: Life;
let endedAt: Date;
let planned: readonly Planned[];
let sent: readonly Planned[];

const plannedFor = (purposes: readonly string[]) =>
  planned.filter(({ intent }) => purposes.includes(intent.purpose));

/** For the message of a failure. */
const listPlanned = (emails: readonly Planned[]) =>
  emails
    .map(({ customerId, objectKey, state, reason, leftAt }) =>
      [customerId, objectKey, state, reason, leftAt?.toISOString()].join(" "),
    )
    .toSorted()
    .join("\n");

/** All caps are at their defaults. */
describe(`${DAYS} days of one shop`, () => {
  beforeEach(({ skip }) => skip(SERVER === null, "no PostgreSQL answers; test/README.md"));
  beforeAll(async () => {
    if (SERVER === null) return;
    const customers = listCustomers(RANDOM_CUSTOMERS);
    stage = await openSharedStage({ seeds: [monthsShop(customers)], flows: LIVE });
    life = await stage.withDatabase(async (db) => {
      await holdTrainings(db, stage.shops[0]!, new Date(stage.openedAt.getTime() + DAYS * DAY_MS));
      return playMonths(stage, db, customers, DAYS);
    });
    endedAt = new Date((await stage.control.clock()).now);
    planned = await stage.withDatabase((db) => readPlanned(db, stage.shops[0]!));
    sent = planned.filter(({ state }) => state === "sent");
  }, 3_600_000);
  afterAll(async () => {
    if (SERVER !== null) await stage.close();
  });

  test("the flows send, and the limits hold emails back", () => {
    expect(sent.map(({ flowId }) => flowId)).toEqual(expect.arrayContaining(SENDING));
    const capped = plannedFor(SHOP_PURPOSES).filter(({ reason }) => reason === "frequency_cap");
    expect(capped.length).toBeGreaterThanOrEqual(3);
    const repeated = planned.filter(({ reason }) => reason === "repeated");
    const browsing = planned.filter(({ flowId }) => flowId === "browse-abandonment");
    expect(repeated.length, listPlanned(browsing)).toBeGreaterThanOrEqual(1);
  });

  test.each(["checkout", "cart", "order", "back_in_stock", "price_drop", "low_stock"])(
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
    const consents = [...life.consents.values()].flat();
    const unsubscribes = consents.filter(
      ({ at, isSubscribed }) => at > stage.openedAt && !isSubscribed,
    );
    expect(unsubscribes.length).toBeGreaterThanOrEqual(3);
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
    expect(waiting.filter((it) => it.nextRunAt! <= endedAt)).toEqual([]);
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
