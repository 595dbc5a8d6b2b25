import { beforeAll, describe, expect, test } from "vitest";
import { getObjectKey } from "~/flows/definition/send-step";
import { IS_DEEP } from "../support/is-deep";
import type { MessageKind } from "./laws/ranges";
import { ACCEPTANCE_SEEDS, TUNING_SEEDS } from "./laws/seeds";
import { drawShopLaw, type ShopLaw } from "./laws/shop-law";
import { AUTOMATION_OFF, type Automation } from "./life/automation";
import { liveShop, type ShopLife } from "./life/live-shop";

const DAYS = 180;
const DAY_MS = 86_400_000;
const PERIOD_DAYS = 30;

/** The minimum that any rule may learn for a customer. */
const MIN_LEARNED: Automation = { ...AUTOMATION_OFF, factsFor: () => ({ learnedCap: 1 }) };

/** Messages that customers requested or triggered. */
const NOT_TO_BE_DROPPED: readonly MessageKind[] = ["requested", "checkout", "after_order"];
/** Emails about one object each: another checkout, request or order is another email. */
const ABOUT_AN_OBJECT = NOT_TO_BE_DROPPED;

describe.each([
  ["the merchant's caps", AUTOMATION_OFF],
  ["one email a week as the learned cap of everybody", MIN_LEARNED],
])("with %s", (_, automation) => {
  let lives: readonly (ShopLife & { readonly law: ShopLaw })[];
  beforeAll(() => {
    const seeds = IS_DEEP ? ACCEPTANCE_SEEDS : TUNING_SEEDS.slice(0, 4);
    lives = seeds.map(drawShopLaw).map((law) => ({ ...liveShop(law, DAYS, automation), law }));
  });

  test("no cap drops a message that a customer requested or triggered", () => {
    const dropped = lives.flatMap(({ law, counts }) =>
      NOT_TO_BE_DROPPED.flatMap((kind) =>
        [...counts.get(kind)!.skipped]
          .filter(([reason]) => reason === "frequency_cap")
          .map(([reason, count]) => `${law.seed} ${kind} ${reason} ${count}`),
      ),
    );
    expect(dropped).toEqual([]);
    for (const kind of NOT_TO_BE_DROPPED) {
      const sent = lives.reduce((sum, { counts }) => sum + counts.get(kind)!.sent, 0);
      expect(sent).toBeGreaterThan(50);
    }
  });

  test("no customer gets one email twice within its period", () => {
    for (const { law, sent } of lives) {
      for (const own of Map.groupBy(sent, ({ profileId }) => profileId).values()) {
        expect(`${law.seed}: ${repeatsOf(own).join()}`).toBe(`${law.seed}: `);
      }
    }
  });

  test("no customer gets more than the caps allow of the shop's own emails", () => {
    for (const { sent } of lives) {
      for (const own of Map.groupBy(sent, ({ profileId }) => profileId).values()) {
        expect(overCaps(own)).toEqual([]);
      }
    }
  });
});

function repeatsOf(own: ShopLife["sent"]): string[] {
  const lastOf = new Map<string, number>();
  return own.flatMap(({ planned: { kind, intent }, atMs }) => {
    const about = ABOUT_AN_OBJECT.includes(kind) ? getObjectKey(intent.trigger) : "";
    const key = `${intent.templateId} ${about}`;
    const days = (atMs - (lastOf.get(key) ?? -Infinity)) / DAY_MS;
    lastOf.set(key, atMs);
    return days < PERIOD_DAYS ? [`${key} after ${days} days`] : [];
  });
}

function overCaps(own: ShopLife["sent"]): string[] {
  return own.flatMap(({ planned: { kind }, atMs }, n) => {
    if (NOT_TO_BE_DROPPED.includes(kind)) return [];
    const before = own.slice(Math.max(0, n - 30), n).map((it) => atMs - it.atMs);
    const inWeek = before.filter((ms) => ms < 7 * DAY_MS).length;
    const isTooSoon = before.some((ms) => ms < (16 * DAY_MS) / 24);
    return inWeek >= 4 || isTooSoon ? [`${kind} at ${atMs}: ${inWeek} before`] : [];
  });
}
