import { appendFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import { Prisma } from "~/generated/prisma/client";
import { JOBS } from "~/job-registry.server";
import { createKeyring, generateKeyringSecrets } from "~/privacy/keyring.server";
import { createJournal } from "~/restore/journal.server";
import { compareWithMark, certainlyContains } from "~/restore/timeline";
import { NOW, SHOP } from "../support/builders";

const DAY_MS = 86_400_000;
const keyring = createKeyring(generateKeyringSecrets());
const ERASURE = {
  kind: "customer",
  shopId: SHOP,
  requestKey: "w1",
  customerId: "4711",
  email: "ada@example.com",
  orderIds: ["99001"],
} as const;

let parent: string;
let folder: string;
let now: Date;
const open = (keys = keyring) => createJournal({ folder, keyring: keys, now: () => now });

beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), "kindred-journal-"));
  folder = join(parent, "journal");
  now = NOW;
  return () => rmSync(parent, { recursive: true });
});

const fileNames = () => readdirSync(folder).filter((name) => name.startsWith("erasures"));

describe("the journal of erasures", () => {
  test("returns the marked position of the database", () => {
    const journal = open();
    journal.writeMark({ timelineId: "t1", beat: 7 });
    journal.recordErasure(ERASURE);
    journal.recordErasure({ kind: "shop", shopId: SHOP, requestKey: "w2" });
    expect(open().listErasures()).toEqual([
      { at: NOW, position: { timelineId: "t1", beat: 7 }, erasure: ERASURE },
      {
        at: NOW,
        position: { timelineId: "t1", beat: 7 },
        erasure: { kind: "shop", shopId: SHOP, requestKey: "w2" },
      },
    ]);
  });

  test("encrypts its owner's name, and is readable by its owner only", () => {
    open().writeMark({ timelineId: "t1", beat: 1 });
    open().recordErasure(ERASURE);
    const text = readFileSync(join(folder, fileNames()[0]!), "utf8");
    for (const secret of ["ada", "4711", "99001"]) expect(text).not.toContain(secret);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    for (const name of readdirSync(folder)) {
      expect(statSync(join(folder, name)).mode & 0o777).toBe(0o600);
    }
  });

  test("loses only the line that a crash truncated", () => {
    open().recordErasure(ERASURE);
    appendFileSync(join(folder, fileNames()[0]!), '\n{"at":"2026-03-03T12:00:00');
    open().recordErasure({ ...ERASURE, requestKey: "w3" });
    const keys = open()
      .listErasures()
      .map(({ erasure }) => erasure.requestKey);
    expect(keys).toEqual(["w1", "w3"]);
  });

  test("is deleted month by month, once no back-up is older", () => {
    open().recordErasure(ERASURE);
    now = new Date(NOW.getTime() + 28 * DAY_MS);
    open().dropOld();
    expect(open().listErasures()).toHaveLength(1);
    now = new Date(NOW.getTime() + 65 * DAY_MS);
    open().recordErasure({ ...ERASURE, requestKey: "w4" });
    open().dropOld();
    const keys = open()
      .listErasures()
      .map(({ erasure }) => erasure.requestKey);
    expect(keys).toEqual(["w4"]);
  });

  test("is not skipped when the key that sealed it is missing", () => {
    open().recordErasure(ERASURE);
    const others = createKeyring({ ...generateKeyringSecrets() });
    expect(() => open(others).listErasures()).toThrow("cannot be opened");
  });
});

describe("a mark outside the database", () => {
  const database = {
    timelineId: "t2",
    beat: 20,
    ancestors: [{ timelineId: "t1", beat: 10 }],
  };

  test.each([
    ["same", null],
    ["same", { timelineId: "t2", beat: 20 }],
    ["same", { timelineId: "t1", beat: 10 }],
    ["restored", { timelineId: "t2", beat: 21 }],
    ["restored", { timelineId: "t3", beat: 1 }],
    ["noticed", { timelineId: "t1", beat: 11 }],
  ] as const)("%s: %j", (comparison, mark) => {
    expect(compareWithMark(database, mark)).toBe(comparison);
  });

  test("is inconclusive in the same beat as the back-up", () => {
    expect(certainlyContains(database, { timelineId: "t2", beat: 19 })).toBe(true);
    expect(certainlyContains(database, { timelineId: "t2", beat: 20 })).toBe(false);
    expect(certainlyContains(database, { timelineId: "t1", beat: 10 })).toBe(false);
  });
});

test("every job that sends email or decides on sending asks first whether a restore pauses it", async () => {
  const resting: string[] = [];
  for (const job of JOBS) {
    const asked: string[] = [];
    const $queryRaw = (...[query, ...values]: Parameters<typeof Prisma.sql> | [Prisma.Sql]) => {
      asked.push("sql" in query ? query.sql : Prisma.sql(query, ...values).sql);
      return Promise.resolve([]);
    };
    const deps = { db: { $queryRaw }, now: () => NOW, mailer: {}, config: {} };
    // What it does next, without the rest of a database, does not matter.
    await Promise.resolve()
      .then(() => job.run(SHOP, deps as never, new AbortController().signal))
      .catch(() => null);
    if (asked[0]?.includes("from shop_restore where shop_id") === true) resting.push(job.name);
  }
  expect(resting).toEqual([
    "flows.advance-enrollments",
    "campaigns.plan-campaigns",
    "delivery.drain-outbox",
    "delivery.notify-merchant",
    "delivery.send-confirmations",
    "feedback.send-digests",
  ]);
});
