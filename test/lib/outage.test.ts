import { afterEach, describe, expect, test } from "vitest";
import { AppError } from "~/lib/errors";
import { createLog } from "~/lib/log.server";
import { createOutage, isDatabaseAway } from "~/lib/outage.server";

const failed = (fields: object, message = "failed", cause?: unknown) =>
  Object.assign(new Error(message, { cause }), fields);
const refused = failed({ code: "ECONNREFUSED", syscall: "connect" });

test.each([
  ["a refused connection", refused, true],
  ["several refused addresses", Object.assign(new AggregateError([refused]), refused), true],
  ["a server that shuts down", failed({ code: "57P01" }), true],
  ["too many connections", failed({ code: "53300" }), true],
  ["a connection that ended", new Error("Connection terminated unexpectedly"), true],
  ["the queue's listener that ended", new Error("LISTEN/NOTIFY connection ended"), true],
  ["Prisma's error", failed({ code: "P1001" }), true],
  [
    "Prisma's error of a raw query",
    failed({ code: "P2010" }, "Raw query failed. Message: `Can't reach database server at a:1`"),
    true,
  ],
  ["a wrapped error", new AppError("unavailable", "later", { cause: refused }), true],
  ["a wrong statement", failed({ code: "42P01" }), false],
  ["another server, by fetch", new TypeError("fetch failed", { cause: refused }), false],
  [
    "the email server",
    failed({ code: "ECONNREFUSED", syscall: "connect", command: "CONN" }),
    false,
  ],
  ["a name without a TXT record", failed({ code: "ENOTFOUND", syscall: "queryTxt" }), false],
  ["no error", "ECONNREFUSED", false],
])("isDatabaseAway: %s", (_what, error, expected) => {
  expect(isDatabaseAway(error)).toBe(expected);
});

describe("an outage", () => {
  let watch: { stop(): void } | undefined;
  afterEach(() => watch?.stop());

  test("has one log line at its begin and one at its end, whatever fails meanwhile", async () => {
    const lines: string[] = [];
    const outage = createOutage();
    const log = createLog("info", { write: (line) => lines.push(line) }, outage);
    let isAway = true;
    watch = outage.watch({
      onBegin: ({ message }) => log.error({ reason: message }, "away"),
      onEnd: (ended) => log.info(ended, "back"),
      ping: () => (isAway ? Promise.reject(refused) : Promise.resolve()),
      checkEveryMs: 2,
    });
    for (let i = 0; i < 100; i++) log.child({ job: "a" }).error({ err: refused }, "fetch failed");
    expect(outage.isOngoing()).toBe(true);
    log.error({ err: new Error("a bug") }, "job failed");
    log.info("no error at all");
    expect(lines.map((line) => (JSON.parse(line) as { msg: string }).msg)).toEqual([
      "away",
      "job failed",
      "no error at all",
    ]);
    isAway = false;
    await expect.poll(() => lines.at(-1)).toContain('"unlogged":99,"msg":"back"');
    expect(outage.isOngoing()).toBe(false);

    log.error({ err: refused }, "fetch failed");
    expect(lines.filter((line) => line.includes('"msg":"away"'))).toHaveLength(2);
  });

  test("hides nothing before it is watched, so that a failed start is explained", () => {
    expect(createOutage().hides(refused)).toBe(false);
  });
});
