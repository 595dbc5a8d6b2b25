import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import express from "express";
import { describe, expect, test } from "vitest";
import { remainingConfirmations, type SignUpVolume } from "~/delivery/opt-in/captcha/sign-up-cap";
import { addressPrefix } from "~/lib/address-prefix.server";
import { canonicalMailbox } from "~/lib/canonical-mailbox";
import { trustProxies } from "../../scripts/trust-proxies";

describe("the normalized mailbox", () => {
  test.each([
    ["Victim+3@gmail.com", "victim@gmail.com"],
    ["v.i.c.tim@googlemail.com", "victim@gmail.com"],
    ["VICTIM@Gmail.com.", "victim@gmail.com"],
    ["ada+news+1@example.com", "ada@example.com"],
    ["a.da@example.com", "a.da@example.com"],
    ["+ada@example.com", "+ada@example.com"],
    ["ada@bücher.example", "ada@xn--bcher-kva.example"],
  ])("of %s is %s", (address, mailbox) => {
    expect(canonicalMailbox(address)).toBe(mailbox);
  });
});

describe("the network of a sender", () => {
  test.each([
    ["198.51.100.7", "198.51.100.0/24"],
    ["2001:db8:1:1::1", "2001:db8:1:1::/64"],
    ["2001:db8:1:1:aaaa:bbbb:cccc:dddd", "2001:db8:1:1::/64"],
    ["2001:0DB8:0001:0001:0:0:0:28", "2001:db8:1:1::/64"],
    ["fe80::1%eth0", "fe80:0:0:0::/64"],
    ["::ffff:198.51.100.7", "198.51.100.0/24"],
    ["::ffff:c633:6407", "198.51.100.0/24"],
    ["0:0:0:0:0:FFFF:198.51.100.9", "198.51.100.0/24"],
    ["unknown", "unknown"],
    ["::ffff:300.1.1.1", "::ffff:300.1.1.1"],
  ])("of %s is %s", (address, network) => {
    expect(addressPrefix(address)).toBe(network);
  });
});

/** The app's view of a request with a header from 127.0.0.1. */
async function seen(proxies: readonly string[], headers: Record<string, string>) {
  const app = express();
  trustProxies(app, proxies);
  app.get("/", (request, response) => {
    const { "x-client-address": client, "x-shopper-address": shopper } = request.headers;
    const host = request.get("x-forwarded-host") ?? null;
    response.json({ client, shopper, host, protocol: request.protocol });
  });
  const server = createServer(app).listen(0, "127.0.0.1");
  await once(server, "listening");
  try {
    const { port } = server.address() as AddressInfo;
    return (await (await fetch(`http://127.0.0.1:${port}/`, { headers })).json()) as object;
  } finally {
    server.close();
  }
}

describe("forwarded headers", () => {
  const FORGED = {
    "x-forwarded-proto": "https",
    "x-forwarded-host": "evil.example",
    "x-client-address": "10.0.0.1",
    "x-shopper-address": "10.0.0.2",
  };

  test("of a peer that is no configured proxy are removed", async () => {
    const headers = { ...FORGED, "x-forwarded-for": "10.9.8.1" };
    expect(await seen([], headers)).toEqual({
      client: "127.0.0.1",
      // Shopify's header when Shopify is the peer, since the app proxy's requests are signed.
      shopper: "10.9.8.1",
      host: null,
      protocol: "http",
    });
  });

  test("of a configured proxy are trusted, and the client is the last address that is not a proxy", async () => {
    const headers = {
      ...FORGED,
      "x-forwarded-for": "6.6.6.6, 198.51.100.7, 203.0.113.9, 10.1.2.3",
    };
    expect(await seen(["loopback", "10.0.0.0/8"], headers)).toEqual({
      client: "203.0.113.9",
      // The header set by Shopify's app proxy, one hop beyond our own proxies; earlier addresses are untrusted.
      shopper: "198.51.100.7",
      host: "evil.example",
      protocol: "https",
    });
  });

  test("do not allow a shopper to forge an address with a custom header", async () => {
    const shoppers = new Set<unknown>();
    for (let i = 1; i <= 30; i++) {
      const headers = { "x-forwarded-for": `10.9.8.${i}, 192.0.2.77` };
      shoppers.add(((await seen([], headers)) as { shopper: string }).shopper);
    }
    expect([...shoppers]).toEqual(["192.0.2.77"]);
  });

  test("without an address leave nothing that the sender wrote", async () => {
    expect(await seen(["loopback"], { "x-shopper-address": "10.0.0.2" })).toMatchObject({
      client: "127.0.0.1",
    });
    expect(await seen(["loopback"], { "x-shopper-address": "10.0.0.2" })).not.toHaveProperty(
      "shopper",
    );
  });
});

describe("the sign-up limit of a shop", () => {
  const volume = (of: Partial<SignUpVolume>): SignUpVolume => ({
    emailed: 0,
    bounced: 0,
    confirmed: 0,
    busiestDay: 0,
    isVouchedFor: false,
    ...of,
  });

  test("expires the unanswered confirmations of a form", () => {
    expect(remainingConfirmations(volume({ emailed: 299 }))).toBe(1);
    expect(remainingConfirmations(volume({ emailed: 300 }))).toBe(0);
  });

  test("grows with confirmations, today or on an earlier busy day", () => {
    expect(remainingConfirmations(volume({ emailed: 300, confirmed: 100 }))).toBe(400);
    expect(remainingConfirmations(volume({ emailed: 300, busiestDay: 1_000 }))).toBe(4_000);
  });

  test("allows 5,000 real people in the hours after a television mention", () => {
    let [emailed, confirmed, rounds] = [0, 0, 0];
    while (emailed < 5_000 && rounds++ < 20) {
      emailed = Math.min(5_000, emailed + remainingConfirmations(volume({ emailed, confirmed })));
      // Two of five click within the round.
      confirmed = Math.floor(emailed * 0.4);
    }
    expect(emailed).toBe(5_000);
    expect(rounds).toBeLessThan(10);
  });

  test("is ten times as large for a day when the merchant confirms real demand", () => {
    expect(remainingConfirmations(volume({ emailed: 300, isVouchedFor: true }))).toBe(2_700);
  });

  test("ends early when one in ten addresses does not exist", () => {
    expect(remainingConfirmations(volume({ emailed: 100, bounced: 19 }))).toBeGreaterThan(0);
    expect(remainingConfirmations(volume({ emailed: 100, bounced: 20 }))).toBe(0);
    expect(
      remainingConfirmations(volume({ emailed: 300, bounced: 20, confirmed: 150 })),
    ).toBeGreaterThan(0);
  });
});
