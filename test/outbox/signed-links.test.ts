import fc from "fast-check";
import { expect, test } from "vitest";
import { signClickLink } from "~/messages/composing/click-link";
import { packSignedLinks, unpackSignedLinks } from "~/outbox/signed-links.server";
import { SHOP } from "../support/builders";
import { createTestDeps } from "../support/deps";
import { propertyRuns } from "../support/property-runs";

const { keyring } = createTestDeps();

const link = (target: string) =>
  signClickLink(
    { shopId: SHOP, messageId: "m1", link: { index: 0, position: "button", place: 1, target } },
    keyring,
  );

test("a signed link is stored as what it says, its key and 16 bytes", () => {
  const target = "https://kettle.example/products/cedar-tray";
  const bytes = unpackSignedLinks(
    JSON.stringify({ html: `<a href="https://k.example/c/${link(target)}">` }),
  );
  expect(bytes.toString("latin1")).toContain(`${SHOP}/m1/0/button/1/${target}`);
  expect(bytes.toString("latin1")).not.toContain(link(target));
});

const linkLike = fc.constantFrom(
  link("https://kettle.example/"),
  // Also targets with characters that JSON escapes, or that separate the parts.
  link('https://kettle.example/?q=\u0001\u0001é"\\'),
  // Almost links: no text that can be written in another way, no signature, another signature.
  `${"x".repeat(33)}.l1.${"y".repeat(22)}`,
  `${"A".repeat(32)}.l1.${"A".repeat(22)}`,
  `${"A".repeat(32)}.l1.${"A".repeat(21)}B`,
  `${"A".repeat(32)}.l1.${"A".repeat(23)}`,
  `${"A".repeat(32)}.l1`,
);

test("any JSON is read as it was written", () => {
  const text = fc.oneof(
    fc.string({ unit: "binary" }),
    linkLike,
    fc.constantFrom("/", ".", "\u0001"),
  );
  fc.assert(
    fc.property(fc.array(text, { maxLength: 12 }), (texts) => {
      const json = JSON.stringify({ html: texts.join(""), texts });
      expect(packSignedLinks(unpackSignedLinks(json))).toBe(json);
    }),
    { numRuns: propertyRuns(300) },
  );
});

test("long words do not slow it down", () => {
  const json = JSON.stringify("a".repeat(200_000));
  expect(packSignedLinks(unpackSignedLinks(json))).toBe(json);
});
