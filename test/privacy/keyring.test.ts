import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createKeyring } from "~/privacy/keyring.server";
import { TEST_SECRETS } from "../support/deps";

const keyring = createKeyring(TEST_SECRETS);
const place = { table: "profile", column: "sealed_contact", shopId: "a.myshopify.com", row: "c1" };

test("a missing address has one index in all shops, equal to that of null", () => {
  const index = keyring.bounceIndex(" Ada@Example.com ");
  expect(index).toEqual(keyring.bounceIndex("ada@example.com"));
  expect(index).not.toEqual(keyring.bounceIndex("bob@example.com"));
  for (const shop of ["a.myshopify.com", "*"]) {
    expect(index).not.toEqual(keyring.blindIndex(shop, "ada@example.com"));
  }
});

describe("sealing", () => {
  test("any text can be opened with its own context", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        // A lone surrogate has no UTF-8 form: the only text that does not round-trip.
        fc.pre(text.isWellFormed());
        expect(keyring.open(keyring.seal(text, place), place)).toBe(text);
      }),
    );
  });

  test("an email can be opened, and takes a third of its size", () => {
    const email = '<td style="padding:0 24px">Ada’s "tray" &amp; teapot</td>'.repeat(300);
    const sealed = keyring.seal(email, place);
    expect(keyring.open(sealed, place)).toBe(email);
    expect(sealed.length).toBeLessThan(Buffer.byteLength(email) / 3);
  });

  test("a plain value cannot be opened as deflated, or the reverse", () => {
    for (const text of ["ada", "ada ".repeat(5_000)]) {
      const sealed = keyring.seal(text, place);
      sealed[0] = sealed[0] === 1 ? 2 : 1;
      expect(() => keyring.open(sealed, place)).toThrow("belongs elsewhere");
    }
  });

  test("sealing a text twice gives different values", () => {
    expect(keyring.seal("ada", place)).not.toEqual(keyring.seal("ada", place));
  });

  test("no nonce is repeated in concurrent draws", () => {
    const [nonceAt, nonceEnd] = [2 + TEST_SECRETS.active.length, 14 + TEST_SECRETS.active.length];
    const nonces = Array.from({ length: 1_000 }, () =>
      Buffer.from(keyring.seal("ada", place).subarray(nonceAt, nonceEnd)).toString("hex"),
    );
    expect(new Set(nonces).size).toBe(1_000);
    expect(nonces).not.toContain("00".repeat(12));
  });

  test.each([
    ["table", { ...place, table: "checkout" }],
    ["column", { ...place, column: "sealed" }],
    ["shop", { ...place, shopId: "b.myshopify.com" }],
    ["row", { ...place, row: "c2" }],
  ])("a value moved to another %s cannot be opened", (_what, elsewhere) => {
    expect(() => keyring.open(keyring.seal("ada", place), elsewhere)).toThrow("belongs elsewhere");
  });

  test("a value with any changed bit cannot be opened", () => {
    const sealed = keyring.seal("ada@example.com", place);
    fc.assert(
      fc.property(fc.nat(sealed.length - 1), fc.integer({ min: 0, max: 7 }), (byte, bit) => {
        const changed = new Uint8Array(sealed);
        changed[byte]! ^= 1 << bit;
        expect(() => keyring.open(changed, place)).toThrow("cannot be opened");
      }),
    );
  });

  test("old values can be opened after a rotation and are reported as stale", () => {
    const old = keyring.seal("ada", place);
    const rotated = createKeyring({
      ...TEST_SECRETS,
      active: "t2",
      encryption: { ...TEST_SECRETS.encryption, t2: Buffer.alloc(32, 9).toString("base64") },
    });
    expect(rotated.open(old, place)).toBe("ada");
    expect(rotated.isStale(old)).toBe(true);
    expect(rotated.isStale(rotated.seal("ada", place))).toBe(false);
  });

  test("a value with a removed key cannot be opened, with a clear error", () => {
    const stranger = createKeyring({
      ...TEST_SECRETS,
      active: "x",
      encryption: { x: Buffer.alloc(32, 8).toString("base64") },
    });
    expect(() => stranger.open(keyring.seal("ada", place), place)).toThrow("not in the keyring");
  });
});

describe("the blind index", () => {
  test("matches every spelling of one mailbox", () => {
    const spellings = ["ada@example.com", " Ada@Example.com ", "ADA@EXAMPLE.COM"];
    const indexes = spellings.map((email) => Buffer.from(keyring.blindIndex(place.shopId, email)));
    expect(new Set(indexes.map((index) => index.toString("hex"))).size).toBe(1);
  });

  test("matches both forms of a mailbox's domain", () => {
    const [reported, emailed] = ["ada@bücher.example", "ada@xn--bcher-kva.example"].map((email) =>
      keyring.blindIndex(place.shopId, email),
    );
    expect(reported).toEqual(emailed);
  });

  test("differs between shops, so that it cannot join them", () => {
    expect(keyring.blindIndex("a.myshopify.com", "ada@example.com")).not.toEqual(
      keyring.blindIndex("b.myshopify.com", "ada@example.com"),
    );
  });
});

test("sealed bytes that are no text open unchanged, also long ones", () => {
  const at = { table: "t", column: "c", shopId: "s", row: "r" };
  for (const length of [0, 3, 20_000]) {
    const bytes = Uint8Array.from({ length }, (_, i) => 255 - (i % 251));
    expect(new Uint8Array(keyring.openBytes(keyring.seal(bytes, at), at))).toEqual(bytes);
  }
});

describe("signed links", () => {
  test("open to the signed text", () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), (text) => {
        fc.pre(text.isWellFormed());
        expect(keyring.openLink("click", keyring.signLink("click", text))).toBe(text);
      }),
    );
  });

  test("of one purpose are invalid for another", () => {
    expect(keyring.openLink("unsubscribe", keyring.signLink("click", "m1"))).toBeNull();
  });

  test("are invalid without our signature", () => {
    const signed = keyring.signLink("click", "shop/m1/0");
    fc.assert(
      fc.property(fc.string(), (text) => {
        fc.pre(text !== signed);
        expect(keyring.openLink("click", text)).toBeNull();
        expect(keyring.openLink("click", `${text}${signed}`)).toBe(
          text === "" ? "shop/m1/0" : null,
        );
      }),
    );
  });

  test("remain valid after a rotation", () => {
    const signed = keyring.signLink("click", "m1");
    const rotated = createKeyring({
      ...TEST_SECRETS,
      links: { l2: Buffer.alloc(32, 7).toString("base64"), ...TEST_SECRETS.links },
    });
    expect(rotated.openLink("click", signed)).toBe("m1");
  });
});
