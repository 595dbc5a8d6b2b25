import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { runBacktest, runBacktestCommand, writeInput } from "./run-backtest";

/** Two kinds of users, each buying its own eight products, one product per day. */
function clubs(users: number, perUser: number, fromDay: number): string {
  const lines: string[] = [];
  for (let user = 0; user < users; user++) {
    for (let n = 0; n < perUser; n++) {
      const club = user % 2;
      const product = (user + fromDay + n) % 8;
      lines.push(`u${user}\tp${club}-${product}\t${(fromDay + n) * 86_400}`);
    }
  }
  return `user\titem\ttime\n${lines.join("\n")}\n`;
}

/** What differs between runs. */
const TIMES = ["fitSeconds", "p50Ms", "p99Ms"];

describe("backtest items", () => {
  test("finds what similar users bought, beats the best sellers and reports it in one line", () => {
    const train = writeInput("train.tsv", clubs(40, 5, 0));
    const test = writeInput("test.tsv.gz", gzipSync(clubs(40, 2, 5)));
    const { status, lines, result } = runBacktestCommand(
      ...["items", "--train", train, "--test", test],
    );
    expect(status).toBe(0);
    expect(lines).toBe(1);
    expect(result).toMatchObject({
      call: "items",
      n: 40,
      options: { repeats: "exclude", seed: "1" },
    });
    expect(result?.models.blend?.hitRate10).toBe(1);
    expect(result?.models.blend?.ndcg10).toBeGreaterThan(result?.models.popularity?.ndcg10 ?? 1);
  });

  test("counts repeats only on request, and reports new items separately", async () => {
    const train = writeInput("train.tsv", clubs(20, 4, 0));
    const test = writeInput("test.tsv", clubs(20, 4, 2));
    const { result } = await runBacktest(
      "items",
      "--train",
      train,
      "--test",
      test,
      "--repeats",
      "include",
    );
    expect(result?.models.own_frequency?.hitRate10).toBe(1);
    expect(result?.models.blend?.novel.hitRate10).toBeGreaterThan(0);
  });

  test("gives the same numbers for the same input and seed", async () => {
    const train = writeInput(
      "train.tsv",
      clubs(20, 5, 0)
        .replaceAll(/\t\d+$/gm, "")
        .replace("\ttime", ""),
    );
    const test = writeInput(
      "test.tsv",
      clubs(20, 2, 5)
        .replaceAll(/\t\d+$/gm, "")
        .replace("\ttime", ""),
    );
    const models = async () => {
      const { result } = await runBacktest(
        "items",
        "--train",
        train,
        "--test",
        test,
        "--seed",
        "7",
      );
      return JSON.stringify(result?.models, (key, value: unknown) =>
        TIMES.includes(key) ? undefined : value,
      );
    };
    expect(await models()).toBe(await models());
  });
});

describe("backtest items with visits", () => {
  /** Each user buys what goes with a product that they looked at two weeks before, in both parts. */
  const shop = () => {
    const rows = Array.from({ length: 400 }, (_, user) => ({
      user: `u${user}`,
      looked: `a${user % 20}`,
      bought: `b${user % 20}`,
      day: [20, 70, 95][user % 3] ?? 0,
    }));
    const orders = (from: number, to: number) =>
      rows
        .filter(({ day }) => day >= from && day < to)
        .map(({ user, bought, day }) => `${user}\t${bought}\t${(day + 4) * 86_400}`)
        .join("\n");
    return {
      train: writeInput("train.tsv", `${orders(0, 90)}\nlast\tb0\t${94 * 86_400}\n`),
      test: writeInput("test.tsv", `${orders(90, 99)}\n`),
      visits: writeInput(
        "visits.tsv",
        rows
          .map(({ user, looked, day }) => `${user}\t${looked}\t${(day - 11) * 86_400}\tview`)
          .join("\n"),
      ),
    };
  };

  test("learns from them what people buy after a view, or only ranks by them on request", async () => {
    const { train, test, visits } = shop();
    const run = async (learns: string) => {
      const files = ["--train", train, "--test", test, "--visits", visits];
      const { result } = await runBacktest("items", ...files, "--learn-from-visits", learns);
      return result?.models;
    };
    const learned = await run("yes");
    expect(learned?.bought_after_view).toBeDefined();
    expect(learned?.blend?.hitRate10).toBe(1);
    const ignored = await run("no");
    expect(ignored?.bought_after_view).toBeUndefined();
    expect(ignored?.blend?.ndcg10).toBeLessThan(learned?.blend?.ndcg10 ?? 0);
  });

  test.each([
    ["a\tb\t1\tview\nc\td\tsoon\tview", /visits\.tsv, line 2/],
    ["a\tb\t1\tlook", /visits\.tsv, line 1/],
    ["", /visits\.tsv: has no views/],
  ])("names the line of a bad view: %s", async (content, message) => {
    const { train, test } = shop();
    const visits = writeInput("visits.tsv", content);
    const { status, stderr } = await runBacktest(
      ...(["items", "--train", train, "--test", test, "--visits", visits] as const),
    );
    expect(status).toBe(2);
    expect(stderr).toMatch(message);
  });
});

describe("backtest sequences", () => {
  test("predicts the last item of a sequence from the one before it", async () => {
    const file = writeInput(
      "sequences.txt",
      Array.from({ length: 60 }, (_, u) => {
        const start = u % 10;
        return [`u${u}`, ...[0, 1, 2, 3].map((n) => `i${(start + n) % 30}`)].join(" ");
      }).join("\n"),
    );
    const { result } = await runBacktest("sequences", "--file", file, "--holdout", "last");
    expect(result?.n).toBe(60);
    expect(result?.models.transitions?.hitRate10).toBeGreaterThanOrEqual(0.9);
  });
});

describe("backtest without measurable users", () => {
  test.each([
    ["sequences", ["u1 a a a", "u2 b b"].join("\n"), ["--holdout", "last"]],
    ["baskets", '{"u":1,"history":[[1]],"next":[]}\n', []],
  ])("reports %s whose users have no held-out items", async (call, content, flags) => {
    const file = writeInput("input", content);
    const { status, stderr } = await runBacktest(call, "--file", file, ...flags);
    expect(stderr).toMatch(/input: nothing there can be measured: not enough data/);
    expect(status).toBe(2);
  });
});

describe("bad input", () => {
  test.each([
    [
      "a field that is missing",
      "user\titem\ttime\nu\ti\t1\nu\ti\n",
      /train\.tsv, line 3, column 2/,
    ],
    ["a time that is no number", "u\ti\t1\nu\ti\tsoon\n", /train\.tsv, line 2, column 3: soon/],
    ["an item without a name", "u\ti\nu\t\n", /train\.tsv, line 2, column 2: is empty/],
    ["a file without a line", "", /train\.tsv: has no interactions/],
  ])("names the location of %s", async (_, content, message) => {
    const train = writeInput("train.tsv", content);
    const { status, stderr } = await runBacktest("items", "--train", train, "--test", train);
    expect(status).toBe(2);
    expect(stderr).toMatch(message);
    expect(stderr).not.toContain("\n");
  });

  test("ends the command with exit code 2 and one line", () => {
    const { status, stderr, lines } = runBacktestCommand("forecast");
    expect(stderr.trim().split("\n")).toHaveLength(1);
    expect([status, lines]).toEqual([2, 0]);
  });

  test.each<[string, [string, ...string[]], RegExp]>([
    ["a call that is not there", ["forecast"], /items, sequences/],
    ["a flag that must be given", ["items"], /--train must be given/],
    ["a flag that is unknown", ["items", "--tarin", "x"], /tarin/],
    [
      "a file that is not there",
      ["sequences", "--file", "nowhere.txt"],
      /nowhere\.txt: cannot be read/,
    ],
    [
      "a choice that is not there",
      ["sequences", "--file", "x", "--holdout", "half"],
      /--holdout must be last/,
    ],
  ])("names %s", async (_, [call, ...args], message) => {
    const { status, stderr } = await runBacktest(call, ...args);
    expect(status).toBe(2);
    expect(stderr).toMatch(message);
  });
});
