import { beforeAll, expect, test } from "vitest";
import { IS_DEEP } from "../support/is-deep";
import type { MessageKind } from "./laws/ranges";
import { ACCEPTANCE_SEEDS } from "./laws/seeds";
import { drawShopLaw, type ShopLaw } from "./laws/shop-law";
import { learnFrequency } from "./life/learned-frequency";
import { AUTOMATION_OFF } from "./life/automation";
import { liveShop, SETTINGS, type ShopLife } from "./life/live-shop";

const DAYS = 180;
/** Small tuning shops: two with email fatigue and one without. */
const FEW_SEEDS = [1_000, 1_003, 1_035];

type Learned = ReturnType<typeof learnFrequency>;

interface Compared {
  readonly law: ShopLaw;
  readonly changes: Learned["changes"];
  readonly on: ShopLife;
  /** Share of net revenue, relative to the same shop without automation. */
  readonly net: number;
  readonly expected: number;
}

let shops: readonly Compared[];
const tiring = () => shops.filter(({ law }) => law.fatigue !== null);
const others = () => shops.filter(({ law }) => law.fatigue === null);

beforeAll(() => {
  shops = (IS_DEEP ? ACCEPTANCE_SEEDS : FEW_SEEDS).map((seed) => compare(drawShopLaw(seed)));
  if (IS_DEEP) {
    console.table(tableOf(shops));
    console.table(shops.filter(({ net }) => net < 0).map(rowOf));
  }
}, 1_800_000);

/** One shop with and without automation, with the same draws. */
function compare(law: ShopLaw): Compared {
  const learned = learnFrequency(law.seed, SETTINGS.marketingCapPer7Days);
  const on = liveShop(law, DAYS, learned);
  const { changes } = learned;
  // Both lives are identical until the first change.
  const off = changes.length === 0 ? on : liveShop(law, DAYS, AUTOMATION_OFF);
  const gain = (key: "netMinor" | "expectedMinor") => on[key] / off[key] - 1;
  return { law, changes, on, net: gain("netMinor"), expected: gain("expectedMinor") };
}

test("automation reduces net revenue in at most one of twenty shops", () => {
  const harmed = shops.filter(({ net }) => net < 0);
  expect(harmed.length).toBeLessThanOrEqual(shops.length / 20);
});

test("automation gains at least 2% on average in shops with email fatigue", () => {
  expect(tiring().filter(hasActed).length).toBeGreaterThan(tiring().length / 2);
  expect(mean(tiring().map(({ expected }) => expected))).toBeGreaterThanOrEqual(0.02);
});

test("automation changes nothing in shops without email fatigue", () => {
  expect(others().filter(hasActed).length).toBeLessThanOrEqual(others().length / 20);
});

test("automation drops no message that a customer requested or triggered", () => {
  const kinds: readonly MessageKind[] = ["requested", "checkout", "after_order"];
  const dropped = shops.flatMap(({ law, on }) =>
    kinds
      .map((kind) => ({ kind, count: on.counts.get(kind)!.skipped.get("frequency_cap") ?? 0 }))
      .filter(({ count }) => count > 0)
      .map(({ kind, count }) => `${law.seed} ${kind} ${count}`),
  );
  expect(dropped).toEqual([]);
});

const hasActed = ({ changes }: Compared) => approvedOn(changes) !== null;
const approvedOn = (changes: Learned["changes"]) =>
  changes.find(({ evidence: { kind } }) => kind === "approved" || kind === "tolerance")?.day ??
  null;
const isReverted = ({ changes }: Compared) =>
  changes.some(({ evidence }) => evidence.kind === "compared" || evidence.kind === "fatigue_gone");

const mean = (values: readonly number[]) => values.reduce((sum, it) => sum + it, 0) / values.length;
const percent = (share: number) => `${(100 * share).toFixed(2)}%`;

/** As in docs/benchmarks/safe-sending.md. */
function tableOf(all: readonly Compared[]) {
  return [true, false].flatMap((isTiring) =>
    (["small", "large"] as const).map((size) => {
      const own = all.filter(({ law }) => (law.fatigue !== null) === isTiring && law.size === size);
      return {
        customers: `${isTiring ? "tire of email" : "do not"}, ${size}`,
        shops: own.length,
        acted: own.filter(hasActed).length,
        "taken back": own.filter(isReverted).length,
        "net ≥ without": own.filter(({ net }) => net >= 0).length,
        net: percent(mean(own.map(({ net }) => net))),
        expected: percent(mean(own.map(({ expected }) => expected))),
      };
    }),
  );
}

function rowOf({ law: { seed, kind, size, fatigue }, changes, net, expected }: Compared) {
  const isTiring = fatigue !== null;
  return {
    seed,
    kind,
    size,
    isTiring,
    day: approvedOn(changes),
    net: percent(net),
    expected: percent(expected),
  };
}
