import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Database } from "~/db.server";
import {
  createEngagementRecorder,
  type EngagementRecorder,
} from "~/feedback/engagement/engagement-recorder.server";
import { CLICK_PARAMETER, openClickToken } from "~/events/pixel/click-token";
import { classifyClicksJob } from "~/feedback/engagement/classify-clicks.job.server";
import { recordClick } from "~/feedback/engagement/record-click.server";
import { clickTargetLocation } from "~/feedback/engagement/click-target";
import { signClickLink } from "~/messages/composing/click-link";
import type { TrackingRequest } from "~/feedback/engagement/tracking-request.server";
import { createShop, hoursAgo, NOW, OTHER_SHOP, SHOP } from "../../support/builders";
import { openTestDatabase } from "../../support/database";
import { createTestDeps } from "../../support/deps";
import { createProfile, createSentMessage, signButton } from "../../support/rows";

const BROWSER =
  "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/18.0 Safari/605.1.15";
const TARGET = "https://kettle.example/products/tray?variant=601";

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
  const { profileId } = await createProfile(deps.db, deps.keyring);
  messageId = await createSentMessage(deps.db, { profileId });
});

const click = (change: Partial<TrackingRequest> = {}) =>
  recordClick(
    {
      token: button(),
      method: "GET",
      userAgent: BROWSER,
      purpose: null,
      address: "203.0.113.7",
      ...change,
    },
    deps,
  );
const button = (id = messageId, target = TARGET, shopId = SHOP) =>
  signButton(deps.keyring, id, target, shopId);
const honeypot = (id = messageId, shopId = SHOP) =>
  signClickLink({ shopId, messageId: id, link: null }, deps.keyring);
const events = () =>
  deps.db.engagementEvent.findMany({
    where: { shopId: SHOP, messageId },
    orderBy: { kind: "asc" },
  });
const clickEvents = async () => {
  const events = await deps.db.event.findMany({ where: { shopId: SHOP, kind: "email_clicked" } });
  return events.filter((it) => (it.payload as { messageId: string }).messageId === messageId);
};
/** After a minute the events are classified. */
const settle = async () => {
  const at = deps.now().getTime();
  deps.now = () => new Date(at + 60_000);
  while ((await classifyClicksJob.run(SHOP, deps, new AbortController().signal)).more);
};

describe("recordClick", () => {
  test("redirects to the target and emits no event within a minute", async () => {
    expect(await click()).toBe(TARGET);
    expect(await events()).toMatchObject([
      { classification: "unknown", linkIndex: 0, kind: "click" },
    ]);
    await classifyClicksJob.run(SHOP, deps, new AbortController().signal);
    expect(await clickEvents()).toEqual([]);
    expect(deps.announced).toEqual([]);

    await settle();
    expect(await events()).toMatchObject([{ classification: "human", score: 0, classifyAt: null }]);
    expect(await clickEvents()).toMatchObject([
      { occurredAt: NOW, payload: { messageId, classification: "human", position: "button" } },
    ]);
    expect(deps.announced).toEqual([{ shopId: SHOP, fact: "events_recorded" }]);
    await settle();
    expect(await clickEvents()).toHaveLength(1);
  });

  test.each([
    ["a program that names itself", { userAgent: "curl/8.5.0" }],
    ["a request that names no browser", { userAgent: null }],
    ["a browser that fetches ahead", { purpose: "prefetch" }],
    ["a request for the head only", { method: "HEAD" }],
  ])("redirects %s too, but does not classify it as human", async (_who, change) => {
    expect(await click(change)).toBe(TARGET);
    await settle();
    expect(await events()).toMatchObject([{ classification: "unknown" }]);
    await click({ userAgent: "curl/8.5.0", method: "HEAD" });
    await settle();
    expect((await events()).map((event) => event.classification)).toContain("machine");
  });

  test("classifies a click seconds after the send as a possible scanner", async () => {
    deps.now = () => new Date(hoursAgo(24).getTime() + 4_000);
    await click();
    await settle();
    expect(await events()).toMatchObject([{ classification: "unknown", reason: "within_seconds" }]);
  });

  test("redirects the honeypot link to the shop and classifies the requester as a machine", async () => {
    expect(await click({ token: honeypot() })).toBe(`https://${SHOP}`);
    await click();
    await settle();
    expect(await events()).toMatchObject([
      { kind: "click", classification: "unknown" },
      { kind: "honeypot" },
    ]);
    expect(await clickEvents()).toMatchObject([{ payload: { classification: "unknown" } }]);
  });

  test.each([
    ["a link that was never signed", { token: "https://evil.example" }],
    ["a link with a changed end", { token: "YQ.l1.AAAAAAAAAAAAAAAAAAAAAA" }],
  ])("%s is not redirected and not stored", async (_what, change) => {
    expect(await click(change)).toBeNull();
    expect(await events()).toEqual([]);
  });

  test("a link of a deleted or erased message is not redirected and not stored", async () => {
    for (const token of [button("nothing"), honeypot("nothing")]) {
      expect(await click({ token })).toBeNull();
    }
    await deps.db.messageContent.updateMany({
      where: { shopId: SHOP, messageId },
      data: { linkCount: null },
    });
    for (const token of [button(), honeypot()]) expect(await click({ token })).toBeNull();
    expect(await events()).toEqual([]);
  });

  test("does not find a message under another shop's name", async () => {
    await createShop(deps.db, OTHER_SHOP);
    expect(await click({ token: button(messageId, TARGET, OTHER_SHOP) })).toBeNull();
    expect(await click({ token: honeypot(messageId, OTHER_SHOP) })).toBeNull();
  });

  test("reports the click to the shop's own page, and nothing to other pages", async () => {
    await deps.db.shop.update({
      where: { shopId: SHOP },
      data: { primaryUrl: "https://kettle.example" },
    });
    const url = new URL((await click()) ?? "");
    await deps.db.shop.update({ where: { shopId: SHOP }, data: { primaryUrl: null } });
    await settle();
    const [event] = await clickEvents();
    const token = url.searchParams.get(CLICK_PARAMETER) ?? "";
    expect(openClickToken(SHOP, token, deps.keyring)).toBe(event?.sourceId);
    expect(openClickToken(OTHER_SHOP, token, deps.keyring)).toBeNull();
    expect(url.searchParams.get("variant")).toBe("601");
    expect(await click()).toBe(TARGET);
  });

  test("an unsubscribe link does not serve as a click", async () => {
    const text = deps.keyring.openLink("click", button())!;
    const token = deps.keyring.signLink("unsubscribe", text);
    expect(await click({ token })).toBeNull();
  });

  test("stores no IP address and no user agent", async () => {
    await click();
    const row = JSON.stringify(await events());
    expect(row).not.toContain("203.0.113.7");
    expect(row).not.toContain("Safari");
    expect(row).toContain(deps.keyring.pseudonym(SHOP, "address 203.0.113.7"));
  });
});

test("the database contains no readable link target", async () => {
  await click();
  const [row] = await events();
  expect(Buffer.from(row!.sealedTarget!).toString("latin1")).not.toContain("kettle.example");
  const at = clickTargetLocation(SHOP, messageId, 0);
  expect(deps.keyring.open(row!.sealedTarget!, at)).toBe(TARGET);
});

describe("concurrent events", () => {
  test("are each stored once and redirected to their own email's target", async () => {
    const { profileId } = await createProfile(deps.db, deps.keyring);
    const emails = await Promise.all(
      Array.from({ length: 30 }, async (_, i) => {
        const target = `https://elsewhere.example/p/${i}`;
        const id = await createSentMessage(deps.db, { profileId });
        return { id, target };
      }),
    );
    const requested = [...emails, { id: "nobody", target: null }, ...emails];
    const led = await Promise.all(
      requested.map(({ id, target }) => click({ token: button(id, target ?? TARGET) })),
    );
    expect(led).toEqual(requested.map(({ target }) => target));
    const kept = await deps.db.engagementEvent.groupBy({
      by: ["messageId"],
      where: { messageId: { in: emails.map(({ id }) => id) } },
      _count: true,
    });
    expect(kept.map((it) => it._count)).toEqual(emails.map(() => 2));
  });

  test("are not redirected in another shop for the same email id", async () => {
    expect(await click({ token: button(messageId, TARGET, OTHER_SHOP) })).toBeNull();
    expect(await deps.db.engagementEvent.count({ where: { shopId: OTHER_SHOP } })).toBe(0);
  });

  test("are stored by a retry when the first write fails, and refused if both fail", async () => {
    let failures = 1;
    const db = new Proxy(deps.db, {
      get: (target, name) =>
        name === "$queryRaw" && failures-- > 0
          ? () => Promise.reject(new Error("connection cut"))
          : (Reflect.get(target, name) as unknown),
    });
    deps.engagement = createEngagementRecorder({ db });
    expect(await click()).not.toBeNull();
    expect(await events()).toHaveLength(1);
    failures = 2;
    await expect(click()).rejects.toMatchObject({ code: "unavailable" });
    expect(await events()).toHaveLength(1);
  });
});
