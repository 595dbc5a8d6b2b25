import { beforeAll, describe, expect, test } from "vitest";
import { createRandomNumbers } from "~/ml/numerics/random";
import { runCall } from "../../scripts/backtest/run-call";
import { runBacktest, writeInput } from "./run-backtest";

const date = (day: number) => new Date(Date.UTC(2020, 0, 1 + day)).toISOString().slice(0, 10);

/** Purchases of customers at regular intervals, or at random if `labeled` is false. */
function purchases(customers: number, days: number, rhythm: (customer: number) => number): string {
  const random = createRandomNumbers(9);
  const lines = ["customer,date,value"];
  for (let customer = 0; customer < customers; customer++) {
    for (let day = customer % 20; day < days; day += rhythm(customer)) {
      lines.push(`c${customer},${date(Math.floor(day))} 10:00,${10 + random.nextInteger(20)}`);
    }
  }
  return lines.join("\n");
}

describe("backtest intent", () => {
  const regular = purchases(300, 400, (customer) => (customer % 3 === 0 ? 20 : 170));
  const flags = ["--cut", date(300), "--days", "40"];

  const runIntent = async (lines: string) =>
    (await runBacktest("intent", "--file", writeInput("p.csv", lines), ...flags)).result!;
  let whole: Awaited<ReturnType<typeof runIntent>>;
  beforeAll(async () => {
    whole = await runIntent(regular);
  });

  test("distinguishes frequent buyers from rare buyers", () => {
    expect(whole.models.blend?.auc).toBeGreaterThan(0.8);
    expect(whole.models.blend?.logLoss).toBeLessThan(whole.models.baseRate?.logLoss ?? 0);
  });

  test("compares contenders on request, by the product's selection", async () => {
    const file = writeInput("p.csv", regular);
    const { result } = await runBacktest("intent", "--file", file, ...flags, "--contenders", "yes");
    expect(result?.models.boosted_trees?.auc).toBeGreaterThan(0.8);
    expect(result?.contenders).toHaveProperty("nearest_neighbors.k");
    expect(result?.selection).toHaveProperty("contenders.random_forest.verdict");
  });

  test("gives bit-identical results when everything after the cut is shuffled", async () => {
    const kept = regular
      .split("\n")
      .filter((line, n) => n === 0 || line.split(",")[1]! < date(300));
    const before = await runIntent(kept.join("\n"));
    expect(before.theta).toEqual(whole.theta);
    expect(before.penalty).toEqual(whole.penalty);
  });

  test("reports missing data with exit code 2", async () => {
    const file = writeInput(
      "p.csv",
      purchases(5, 100, () => 30),
    );
    const { status, stderr } = await runBacktest(
      "intent",
      "--file",
      file,
      "--cut",
      date(90),
      "--days",
      "30",
    );
    expect(status).toBe(2);
    expect(stderr).toMatch(/not enough data/);
  });
});

describe("backtest next-order", () => {
  test("forecasts regular customers better than their common median, however late they return", async () => {
    const regular = purchases(300, 400, (customer) => 20 + (customer % 60));
    const file = writeInput("p.csv", regular);
    const call = ["next-order", "--file", file, "--cut", date(250), "--days", "150"] as const;
    const { result } = await runBacktest(...call);
    expect(result?.n).toBeGreaterThan(200);
    expect(result?.best).not.toBe("globalMedian");
    expect(result?.models.blend?.mae).toBeLessThan(result?.models.globalMedian?.mae ?? 0);
    expect(result?.all).toHaveProperty("intervalCoverage");
  });

  test("reports missing data with exit code 2", async () => {
    const few = purchases(5, 100, () => 30);
    const call = ["next-order", "--file", writeInput("p.csv", few), "--cut", date(90)] as const;
    const { status, stderr } = await runBacktest(...call, "--days", "30");
    expect(status).toBe(2);
    expect(stderr).toMatch(/too few orders/);
  });
});

describe("backtest lifetime", () => {
  test("counts several lines of a day as one purchase, and purchases after the calibration period", async () => {
    const content = ["customer,date,value", "a,2020-01-01,5", "a,2020-01-01,6", "a,2020-01-15,7"]
      .concat("a,2020-02-10,1", "b,2020-01-03,2", "b,2020-01-04,2")
      .join("\n");
    const { result } = await runBacktest(
      ...["lifetime", "--file", writeInput("p.csv", content)],
      ...["--calibration-end", "2020-01-31", "--holdout-end", "2020-03-01"],
    );
    expect(result?.n).toBe(2);
    expect(result?.models.ownRate?.actual).toBe(1);
    expect(result?.models.ownRate).toHaveProperty("mae");
  });

  test("reports line and column of an invalid date", async () => {
    const file = writeInput("p.csv", "customer,date,value\na,2020-02-30,5\n");
    const { status, stderr } = await runBacktest(
      ...["lifetime", "--file", file],
      ...["--calibration-end", "2020-01-31", "--holdout-end", "2020-03-01"],
    );
    expect(status).toBe(2);
    expect(stderr).toMatch(/line 2, column date: "2020-02-30" is no date/);
  });
});

describe("backtest uplift", () => {
  function experiment(helps: number): string {
    const random = createRandomNumbers(4);
    const lines = Array.from({ length: 6000 }, () => {
      const kind = random.nextFloat() < 0.5 ? "old" : "new";
      const treated = random.nextFloat() < 0.5;
      const chance = 0.2 + (treated && kind === "new" ? helps : 0);
      return `${treated ? "email" : "none"},${kind},${random.nextFloat() < chance ? 1 : 0},9`;
    });
    return ["variant,kind,bought,spent", ...lines].join("\n");
  }
  const flags = [
    "--arm",
    "variant",
    "--treated",
    "email",
    "--control",
    "none",
    "--outcome",
    "bought",
  ];

  test("finds customers whose behavior the email changes", async () => {
    const file = writeInput("e.csv", experiment(0.3));
    const { result } = await runBacktest("uplift", "--file", file, ...flags, "--ignore", "spent");
    expect(result?.models.tLearner?.qini).toBeGreaterThan(0.02);
    expect(["uplift", "response"]).toContain(result?.verdict);
  });

  test("finds no difference where none exists: the interval covers 0", async () => {
    const file = writeInput("e.csv", experiment(0));
    const { result } = await runBacktest("uplift", "--file", file, ...flags, "--ignore", "spent");
    expect(result?.models.tLearner?.qiniLow).toBeLessThan(0);
    expect(result?.models.tLearner?.qiniHigh).toBeGreaterThan(0);
    expect(result?.verdict).toBe("not distinguishable");
  });
});

describe("the smaller calls", () => {
  test("rules counts sets and rules", async () => {
    const file = writeInput("b.csv", "bread,butter\nbread,butter\nbread\n");
    const { result } = await runBacktest(
      "rules",
      "--file",
      file,
      "--support",
      ".6",
      "--confidence",
      ".9",
    );
    expect(result).toMatchObject({ n: 3, itemSets: 3, rules: 1 });
    expect(result?.top).toMatchObject([{ if: ["butter"], then: "bread", confidence: 1 }]);
  });

  test("rules keeps a quoted comma within the item and reports the line of an open quote", async () => {
    const rules = (content: string) =>
      runBacktest(
        ...["rules", "--file", writeInput("b.csv", content), "--support", "1", "--confidence", "1"],
      );
    const quoted = await rules('milk,"bread, white"\nmilk,"bread, white"\n');
    expect(quoted.result).toMatchObject({
      itemSets: 3,
      top: [{ if: ["bread, white"], then: "milk" }, { if: ["milk"] }],
    });
    const { status, stderr } = await rules('milk\nmilk,"bread\n');
    expect(status).toBe(2);
    expect(stderr).toContain("line 2");
  });

  test("logistic finds the log odds", async () => {
    const file = writeInput("l.csv", "x,y\n0,1\n0,0\n0,0\n0,0\n1,1\n1,1\n1,1\n1,0\n");
    const { result } = await runBacktest("logistic", "--file", file, "--label", "y");
    expect((result?.theta as number[])[1]).toBeCloseTo(Math.log(9), 4);
  });

  test("baskets: finds recurring items", async () => {
    const users = Array.from({ length: 30 }, (_, u) => ({
      u,
      history: [[u % 5, 10], [u % 5], [u % 5, 11]],
      next: [u % 5],
    }));
    const baskets = writeInput("b.jsonl", users.map((user) => JSON.stringify(user)).join("\n"));
    const { result } = await runBacktest("baskets", "--file", baskets);
    expect(result?.models.blend?.recall10).toBe(1);
  });

  test("sessions: finds recurring pairs of items", async () => {
    const train = writeInput(
      "s.txt",
      Array.from({ length: 60 }, (_, n) => `a${n % 30} b${n % 30} c d e f g h i j k l`).join("\n"),
    );
    const test = writeInput(
      "t.txt",
      Array.from({ length: 30 }, (_, n) => `a${n}\tb${n}`).join("\n"),
    );
    const { result } = await runBacktest("sessions", "--train", train, "--test", test);
    expect(result?.models.blend?.hitRate20).toBe(1);
    expect(result?.models.blend).toHaveProperty("p99Ms");
  });

  test("neighbors agrees with ml-knn", async () => {
    const random = createRandomNumbers(2);
    const points = Array.from({ length: 200 }, () =>
      [0, 1, 2].map(() => random.nextFloat()).join(","),
    );
    const file = writeInput("n.csv", ["a,b,c", ...points].join("\n"));
    const { result } = await runBacktest("neighbors", "--file", file, "--k", "4");
    const models = result?.models;
    expect(models?.mlKnn?.checksum).toBe(models?.mlKnn?.scanChecksum);
  });

  test("similar finds the matching text", async () => {
    const texts = writeInput(
      "t.csv",
      'title\n"red cotton shirt"\n"blue mug"\n"red cotton shirts, long"\n',
    );
    const { result } = await runBacktest("similar", "--file", texts, "--text", "title", "--k", "1");
    expect(result?.examples).toMatchObject([
      { like: [{ text: "red cotton shirts, long" }] },
      {},
      {},
    ]);
  });

  test("scale gives the same fit with two threads as with one", async () => {
    const { result } = await runBacktest(
      ...["scale", "--users", "400", "--items", "150", "--interactions", "4000", "--seed", "3"],
    );
    expect(result).toMatchObject({ n: 4000, twoThreadsAgree: "yes" });
    expect(result?.models.blend).toHaveProperty("p99Micros");
  });
});

describe("backtest with too little data to choose a model", () => {
  test("baskets ranks users with one basket by the items of all users", async () => {
    const line = (u: number) => JSON.stringify({ u, history: [[u % 3, 9]], next: [u % 3] });
    const file = writeInput("b.jsonl", [0, 1, 2, 3, 4, 5].map(line).join("\n"));
    const { n, models } = await runCall("baskets", ["--file", file]);
    expect(n).toBe(6);
    expect(models).toMatchObject({
      blend: { recall10: 1, ndcg10: expect.closeTo(0.63, 1) as number },
    });
  });

  test("uplift reports it with exit code 2", async () => {
    const file = writeInput("u.csv", "variant,x,y\na,1,0.0\nb,2,1.0\n");
    const flags = ["--file", file, "--arm", "variant", "--treated", "b", "--control", "a"];
    await expect(runCall("uplift", [...flags, "--outcome", "y"])).rejects.toThrow(
      /1 treated and 1 control: not enough data/,
    );
  });

  test("every call takes a seed", async () => {
    const file = writeInput("r.csv", "a,b\na,b\n");
    const flags = ["--file", file, "--support", "0.5", "--confidence", "0.5", "--seed", "4"];
    expect((await runCall("rules", flags)).options).toMatchObject({ seed: "4" });
  });
});
