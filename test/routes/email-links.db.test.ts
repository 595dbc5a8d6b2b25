import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Database } from "~/db.server";
import {
  createEngagementRecorder,
  type EngagementRecorder,
} from "~/feedback/engagement/engagement-recorder.server";
import { loader as followLink } from "~/routes/c.$token/route";
import { loader as openPicture } from "~/routes/o.$token/route";
import { createShop, SHOP } from "../support/builders";
import { openTestDatabase } from "../support/database";
import { createTestDeps } from "../support/deps";
import { createProfile, createSentMessage, signButton } from "../support/rows";
import { stopRealTime } from "../support/stop-real-time";

const TARGET = "https://kettle.example/products/tray";

let database: Database;
let deps: ReturnType<typeof createTestDeps> & {
  db: Database["db"];
  engagement: EngagementRecorder;
};
let messageId: string;
beforeAll(async () => {
  database = await openTestDatabase();
  await createShop(database.db);
});
afterAll(() => database.close());
beforeEach(async () => {
  deps = { ...createTestDeps(), db: database.db, engagement: createEngagementRecorder(database) };
  // The routes' dependencies in this process.
  (globalThis as { kindred?: unknown }).kindred = Promise.resolve({ deps });
  const { profileId } = await createProfile(deps.db, deps.keyring);
  messageId = await createSentMessage(deps.db, { profileId });
});

const ask = (path: string, address: string) =>
  new Request(`https://mail.kettle.example${path}`, { headers: { "x-client-address": address } });
const click = () => signButton(deps.keyring, messageId, TARGET);
const open = () => deps.keyring.signLink("open", `${SHOP}/${messageId}`);
const follow = (token: string, { query = "", address = "192.0.2.10" } = {}) =>
  followLink({ request: ask(`/c/${token}${query}`, address), params: { token }, context: {} });
const look = (token: string, address = "192.0.2.20") =>
  openPicture({ request: ask(`/o/${token}`, address), params: { token }, context: {} });
const countHits = () => deps.db.engagementEvent.count({ where: { messageId } });

describe("S8: an email link", () => {
  test.each(["?url=https://evil.example", "?next=//evil.example", "?to=javascript:alert(1)#x"])(
    "leads to the target in the email, whatever is added to its URL: %s",
    async (query) => {
      const answer = await follow(click(), { query });
      expect(answer.status).toBe(302);
      expect(answer.headers.get("location")).toBe(TARGET);
      expect(answer.headers.get("referrer-policy")).toBe("no-referrer");
      expect(answer.headers.get("set-cookie")).toBeNull();
    },
  );

  test("with an invalid signature shows an explanation and does not redirect", async () => {
    const [body, key, signature] = click().split(".");
    const elsewhere = Buffer.from("https://evil.example").toString("base64url");
    const forged = [
      `${elsewhere}.${key}.${signature}`,
      `${body}.none.${signature}`,
      `${body}.${key}.${"A".repeat(signature!.length)}`,
      deps.keyring.signLink("open", `${SHOP}/${messageId}/0`),
      "https://evil.example",
      "",
    ];
    for (const token of forged) {
      const answer = await follow(token);
      expect(answer.status, token).toBe(404);
      expect(answer.headers.get("location")).toBeNull();
      expect(await answer.text()).not.toContain("evil.example");
    }
    expect(await countHits()).toBe(0);
  });
});

describe("S14: a flood of requests", () => {
  test("for clicks from one address is rate limited, and others are redirected", async () => {
    stopRealTime();
    const answers = await Promise.all(
      Array.from({ length: 400 }, () => follow("x", { address: "192.0.2.30" })),
    );
    expect(answers.filter(({ status }) => status === 429).length).toBe(200);
    expect((await follow(click(), { address: "192.0.2.31" })).status).toBe(302);
  });

  test("for open-tracking images gets the image, and is not counted", async () => {
    stopRealTime();
    const tokens = [...Array.from({ length: 400 }, () => "x"), open()];
    const answers = await Promise.all(tokens.map((token) => look(token, "192.0.2.40")));
    const bodies = new Set<string>();
    for (const answer of answers) {
      bodies.add(`${answer.status} ${Buffer.from(await answer.arrayBuffer()).toString("hex")}`);
    }
    expect([...bodies]).toHaveLength(1);
    expect([...bodies][0]).toMatch(/^200 47494638/);
    expect(await countHits()).toBe(0);
    await look(open(), "192.0.2.41");
    expect(await countHits()).toBe(1);
  });
});
