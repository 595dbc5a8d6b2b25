import { beforeAll, describe, expect, test } from "vitest";
import { IS_DEEP } from "../support/is-deep";
import { OWN_CONTENT } from "./laws/content-law";
import { drawDecisionShop } from "./laws/decision-shop";
import { DECISION_TUNING_SEEDS } from "./laws/seeds";
import { AUTOMATION_OFF, type Automation } from "./life/automation";
import { DIMENSIONS, knowLaw } from "./life/knows-the-law";
import { liveShop, SETTINGS, type ShopLife } from "./life/live-shop";
import { decideAsToday } from "./life/todays-decisions";

const DAYS = IS_DEEP ? 180 : 90;

const mean = (values: readonly number[]) => values.reduce((sum, it) => sum + it, 0) / values.length;

describe("deciding with the law next to business as usual", () => {
  // A shop of each kind.
  const shops = DECISION_TUNING_SEEDS.slice(0, IS_DEEP ? 40 : 5).map((seed) =>
    drawDecisionShop(seed, "small"),
  );
  let usual: readonly ShopLife[];
  beforeAll(() => {
    usual = shops.map((law) => liveShop(law, DAYS, AUTOMATION_OFF));
  });

  test.each(DIMENSIONS)("earns more by %s alone, so there is something to gain", (dimension) => {
    const gains = shops.map((law, n) => {
      const decided = liveShop(law, DAYS, knowLaw(law, DAYS, [dimension]));
      return decided.expectedMinor / usual[n]!.expectedMinor - 1;
    });
    expect(mean(gains)).toBeGreaterThan(0.003);
    expect(mean(gains)).toBeLessThan(0.3);
  });

  test("sells at the margin of the shop, less the discounts that were redeemed", () => {
    for (const [n, { netMinor, profitMinor, discountMinor }] of usual.entries()) {
      const { marginRate } = shops[n]!.choices;
      const expected = (netMinor + discountMinor) * marginRate - discountMinor;
      expect(Math.abs(profitMinor / expected - 1)).toBeLessThan(0.001);
    }
    expect(usual.reduce((sum, it) => sum + it.discountMinor, 0)).toBeGreaterThan(0);
  });
});

describe("the product's decisions", () => {
  const varied = ({ sent }: ShopLife, kind: "subject" | "list" | "layout") =>
    new Set(
      sent.filter(({ planned }) => planned.enrollment).map(({ chosen }) => chosen.content[kind]),
    );

  test("try the content of flow emails, also in a small shop, and leave that of campaigns to the merchant", () => {
    const law = drawDecisionShop(DECISION_TUNING_SEEDS[2]!, "small");
    const life = liveShop(law, 75, decideAsToday(law, SETTINGS.marketingCapPer7Days));
    expect(varied(life, "subject").size).toBeGreaterThan(2);
    expect(varied(life, "list").size).toBe(3);
    expect(varied(life, "layout").size).toBe(2);
    const campaigns = life.sent.filter(({ planned }) => planned.enrollment === null);
    expect(campaigns.length).toBeGreaterThan(100);
    expect(campaigns.every(({ chosen }) => chosen.content.subject === "own")).toBe(true);
  });

  test("cost a small shop next to nothing while they learn", () => {
    const gains = DECISION_TUNING_SEEDS.slice(0, IS_DEEP ? 20 : 2).map((seed) => {
      const law = drawDecisionShop(seed, "small");
      const { factsFor } = AUTOMATION_OFF;
      const decided = { ...decideAsToday(law, SETTINGS.marketingCapPer7Days), factsFor };
      return (
        liveShop(law, DAYS, decided).expectedMinor /
          liveShop(law, DAYS, AUTOMATION_OFF).expectedMinor -
        1
      );
    });
    for (const gain of gains) expect(gain).toBeGreaterThan(-0.01);
  });
});

describe("two lives of a shop with the same draws", () => {
  const law = drawDecisionShop(DECISION_TUNING_SEEDS[1]!, "small");
  const usual = liveShop(law, 60, AUTOMATION_OFF);

  test("are the same if the decisions are the same", () => {
    const again = liveShop(law, 60, {
      ...AUTOMATION_OFF,
      leavesAt: (_, { plannedMs }) => plannedMs,
    });
    expect(again.sent).toEqual(usual.sent);
    expect(again.netMinor).toBe(usual.netMinor);
    expect(again.expectedMinor).toBe(usual.expectedMinor);
  });

  test("differ for a customer whose emails are decided, and for no other", () => {
    const { profileId } = usual.sent[0]!;
    const another: Automation = {
      ...AUTOMATION_OFF,
      chooseFor: (person, planned, atMs) =>
        person.profileId === profileId
          ? { content: { ...OWN_CONTENT, subject: "line-2" }, offerPercent: 15 }
          : AUTOMATION_OFF.chooseFor(person, planned, atMs),
      leavesAt: (person, { plannedMs }) =>
        person.profileId === profileId ? plannedMs + 3_600_000 : plannedMs,
    };
    const decided = liveShop(law, 60, another);
    const of = ({ sent }: ShopLife, isOwn: boolean) =>
      sent
        .filter((it) => (it.profileId === profileId) === isOwn)
        .map(({ atMs, chosen }) => ({ atMs, chosen }));
    expect(of(decided, false)).toEqual(of(usual, false));
    expect(of(decided, true)).not.toEqual(of(usual, true));
  });

  test("keep a customer's response to the same email when it leaves another day", () => {
    const answers = new Map<string, boolean>();
    const noting = (delayMs: number): Automation => ({
      ...AUTOMATION_OFF,
      leavesAt: (_, { kind, plannedMs }) => plannedMs + (kind === "campaign" ? delayMs : 0),
      notice(person, { planned, hasClicked }) {
        if (planned.kind !== "campaign") return;
        answers.set(`${delayMs} ${person.profileId} ${planned.email}`, hasClicked);
      },
    });
    const flat = {
      ...{ ...law, fatigue: null },
      responses: { ...law.responses, campaign: { clicks: 0.2, buys: 0.001 } },
      choices: { ...law.choices, hours: flatHours(law.choices.hours) },
    };
    for (const delayMs of [0, 24 * 3_600_000]) liveShop(flat, 30, noting(delayMs));
    const pairs = [...answers].flatMap(([key, before]) => {
      const after = key.startsWith("0 ") ? answers.get(`86400000 ${key.slice(2)}`) : undefined;
      return after === undefined ? [] : [{ before, after }];
    });
    const clicked = pairs.filter(({ before }) => before);
    expect(clicked.length).toBeGreaterThan(50);
    expect(clicked.filter(({ after }) => after).length / clicked.length).toBeGreaterThan(0.9);
  });
});

/** Weekdays and delays that make no difference. */
const flatHours = <Hours extends { byWeekday: readonly number[]; halfLife: object }>(
  hours: Hours,
) => ({
  ...hours,
  byWeekday: hours.byWeekday.map(() => 1),
  halfLife: Object.fromEntries(
    Object.keys(hours.halfLife).map((kind) => [kind, Infinity]),
  ) as Hours["halfLife"],
});
