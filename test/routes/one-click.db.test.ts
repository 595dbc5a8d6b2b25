import PostalMime from "postal-mime";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Database } from "~/db.server";
import { drainOutboxJob } from "~/delivery/outbox/drain-outbox.job.server";
import { composeMime } from "~/delivery/mime.server";
import { loader as preferences } from "~/routes/p.$token/route";
import { action, loader } from "~/routes/u.$token/route";
import { hoursAgo, SHOP } from "../support/builders";
import { openTestDatabase } from "../support/database";
import {
  outboxDeps,
  storePlannedEmail,
  storeSendingShop,
  type OutboxDeps,
} from "../support/outbox-stage";
import { stopRealTime } from "../support/stop-real-time";

/* RFC 8058: a mailbox provider's request when its user presses "Unsubscribe". */

let database: Database;
let deps: OutboxDeps;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  deps = outboxDeps(database);
  // The routes' dependencies in this process.
  (globalThis as { kindred?: unknown }).kindred = Promise.resolve({ deps });
  await storeSendingShop(deps.db);
  await storePlannedEmail(deps, { customerId: "1", messageId: "m1" });
  await drainOutboxJob.run(SHOP, deps, new AbortController().signal);
});

/** The received email, read by an independent parser. */
async function arrived() {
  const bytes = await composeMime(deps.mailer.taken[0]!);
  const { headers } = await PostalMime.parse(bytes);
  const header = (name: string) => headers.filter(({ key }) => key === name);
  return { raw: bytes.toString(), header };
}

async function oneClickUrl(): Promise<string> {
  const { header } = await arrived();
  return /<(https:[^>]+)>/.exec(header("list-unsubscribe")[0]!.value)![1]!;
}

const tokenOf = (url: string) => new URL(url).pathname.split("/").at(-1)!;
const suppressions = () => deps.db.suppression.count();
const post = async (token: string, init: RequestInit = {}) => {
  const request = new Request(`https://mail.kettle.example/u/${token}`, {
    method: "POST",
    body: new URLSearchParams({ "List-Unsubscribe": "One-Click" }),
    ...init,
  });
  return action({ request, params: { token }, context: {} });
};

describe("RFC 8058 §3.1: the email", () => {
  test("has each header once, with one https URL and nothing else in the second", async () => {
    const { header } = await arrived();
    expect(header("list-unsubscribe")).toHaveLength(1);
    expect(header("list-unsubscribe")[0]?.value).toMatch(
      /^<https:\/\/mail\.kettle\.example\/u\/[A-Za-z0-9_.-]+>$/,
    );
    expect(header("list-unsubscribe-post").map(({ value }) => value)).toEqual([
      "List-Unsubscribe=One-Click",
    ]);
  });

  test("has both headers byte for byte, within the line limit", async () => {
    const { raw } = await arrived();
    const head = raw.slice(0, raw.indexOf("\r\n\r\n")).replace(/\r\n[ \t]+/g, " ");
    expect(head).toContain("\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n");
    expect(`\r\n${head}`).toMatch(/\r\nList-Unsubscribe: <https:[!-;=?-~]+>\r\n/);
    expect(raw.split("\r\n").every((line) => Buffer.byteLength(line) <= 998)).toBe(true);
  });

  test("has no personal data in the URL", async () => {
    const url = await oneClickUrl();
    const token = Buffer.from(tokenOf(url).split(".")[0]!, "base64url").toString();
    expect(`${url} ${token}`).not.toMatch(/@|%40/);
  });
});

describe("RFC 8058 §3.2: the request", () => {
  const multipart = () => {
    const form = new FormData();
    form.set("List-Unsubscribe", "One-Click");
    return form;
  };

  test.each<[string, () => RequestInit]>([
    ["as a form", () => ({})],
    ["as multipart", () => ({ body: multipart() })],
    ["with no body", () => ({ body: null })],
    ["with a body that is no form", () => ({ body: "\u0000", headers: { "content-type": "x/y" } })],
    [
      "from another site",
      () => ({ headers: { origin: "https://evil.example", "sec-fetch-site": "cross-site" } }),
    ],
  ])(
    "%s is answered 200 at once, without cookie or redirect, and takes effect",
    async (_how, init) => {
      const answer = await post(tokenOf(await oneClickUrl()), init());
      expect(answer.status).toBe(200);
      expect(answer.headers.get("set-cookie")).toBeNull();
      expect(answer.headers.get("location")).toBeNull();
      expect(await suppressions()).toBe(1);
    },
  );

  test("has the same effect when it is repeated", async () => {
    const token = tokenOf(await oneClickUrl());
    expect([(await post(token)).status, (await post(token)).status]).toEqual([200, 200]);
    expect(await suppressions()).toBe(1);
  });

  test("works after the shop uninstalled the app, and reports an erased shop", async () => {
    const token = tokenOf(await oneClickUrl());
    await deps.db.shop.updateMany({ data: { uninstalledAt: hoursAgo(1) } });
    expect((await post(token)).status).toBe(200);
    expect(await suppressions()).toBe(1);
    await deps.db.messageKey.deleteMany();
    await deps.db.shop.deleteMany();
    expect((await post(token)).status).toBe(410);
  });

  test("changes nothing when its signature is invalid", async () => {
    const token = tokenOf(await oneClickUrl());
    const forged = `${Buffer.from(`${SHOP}/c1/m1`).toString("base64url")}.l1.AAAAAAAAAAAAAAAAAAAAAA`;
    for (const bad of [forged, `${token}A`, "", "../../app"]) {
      expect((await post(bad)).status).toBe(404);
    }
    expect(await suppressions()).toBe(0);
  });

  test("S14: serves every unsubscribe from one mailbox provider; rate-limits page views after thirty", async () => {
    const url = await oneClickUrl();
    const token = tokenOf(url);
    const headers = { "x-client-address": "192.0.2.77" };
    stopRealTime();
    for (let i = 0; i < 40; i++) expect((await post(token, { headers })).status).toBe(200);
    const look = () =>
      loader({ request: new Request(url, { headers }), params: { token }, context: {} });
    const statuses: number[] = [];
    for (let i = 0; i < 40; i++) statuses.push((await look()).status);
    expect(statuses.slice(0, 30)).toEqual(Array.from({ length: 30 }, () => 200));
    expect(statuses.at(-1)).toBe(429);
  });

  test("is answered in the customer's language, or in the one chosen", async () => {
    const token = tokenOf(await oneClickUrl());
    await deps.db.profile.updateMany({ data: { locale: "ja-JP" } });
    const html = await (await post(token)).text();
    expect(html).toContain('<html lang="ja" dir="ltr">');
    expect(html).toContain("Kettle &amp; Coからのお知らせのメールは今後届きません。");
    const { emailIndex } = await deps.db.profile.findFirstOrThrow();
    await deps.db.emailPreference.create({
      data: {
        shopId: SHOP,
        emailIndex: new Uint8Array(emailIndex!),
        topicsOff: [],
        language: "de",
        updatedAt: hoursAgo(1),
      },
    });
    expect(await (await post(token)).text()).toContain('<html lang="de"');
    await deps.db.emailPreference.deleteMany();
  });

  test("is answered by a page in the shop's brand, even if parts of it cannot be read", async () => {
    const token = tokenOf(await oneClickUrl());
    const url = "https://cdn.kettle.example/logo.png";
    const brand = (saved: object) => deps.db.settings.updateMany({ data: { brand: saved } });
    await brand({ shopName: "Kettle", logoUrl: url, accent: "#1f6f54" });
    const html = await (await post(token)).text();
    expect(html).toContain(`<img class="logo" src="${url}" alt="Kettle"/>`);
    expect(html).toContain("--accent: light-dark(#1f6f54");
    await brand({ shopName: 7, logoUrl: "javascript:alert(1)", accent: "red;}" });
    const plain = await (await post(token)).text();
    expect(plain).toContain('<p class="wordmark">Kettle &amp; Co</p>');
    expect(plain).not.toMatch(/javascript|red;/);
  });

  test("is answered from right to left in Arabic", async () => {
    const token = tokenOf(await oneClickUrl());
    await deps.db.profile.updateMany({ data: { locale: "ar" } });
    expect(await (await post(token)).text()).toContain('<html lang="ar" dir="rtl">');
  });

  test("allows only to unsubscribe: neither page links to the preferences", async () => {
    const token = tokenOf(await oneClickUrl());
    const request = new Request(`https://mail.kettle.example/u/${token}`);
    const requested = await (await loader({ request, params: { token }, context: {} })).text();
    expect(requested).toContain("open the “Manage preferences” link in the email");
    for (const html of [requested, await (await post(token)).text()]) {
      expect(html).not.toContain("/p/");
      // No link of any other purpose either.
      expect(html).not.toMatch(/href=|l1\./);
    }
    const answer = await preferences({ request, params: { token }, context: {} });
    expect(answer.status).toBe(404);
  });

  test("only asks on GET, so that link scanners cannot unsubscribe", async () => {
    const token = tokenOf(await oneClickUrl());
    const request = new Request(`https://mail.kettle.example/u/${token}`);
    const answer = await loader({ request, params: { token }, context: {} });
    expect(answer.status).toBe(200);
    expect(await answer.text()).toContain(`<form method="post">`);
    expect(await suppressions()).toBe(0);
  });
});
