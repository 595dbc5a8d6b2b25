import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { contrastRatio, shadesOn } from "~/messages/brand/accent";
import { resolveBrand } from "~/messages/brand/brand";
import { propertyRuns } from "../../support/property-runs";

const shop = {
  name: "Kettle & Co",
  addressLines: ["1 Mill Lane", "", "Bath BA1 1AA"],
  contactEmail: "hello@kettle.example",
};

describe("resolveBrand", () => {
  test("uses the shop's values for unset fields", () => {
    const resolved = resolveBrand(shop, { accent: "#1F6F54" });
    expect(resolved).toMatchObject({
      kind: "ready",
      brand: {
        shopName: "Kettle & Co",
        accent: "#1f6f54",
        logoUrl: null,
        postalAddress: "1 Mill Lane, Bath BA1 1AA",
      },
    });
  });

  test("is incomplete without a postal address, since each email must contain one", () => {
    const resolved = resolveBrand({ ...shop, addressLines: [" "] }, {});
    expect(resolved).toMatchObject({ kind: "incomplete", problems: [{ field: "postalAddress" }] });
  });

  test.each([
    ["accent", "red;background:url(x)"],
    ["logoUrl", "javascript:alert(1)"],
    ["logoUrl", "http://kettle.example/logo.png"],
    ["legalName", "Kettle\r\nBcc: a@example.com"],
    ["shopName", "Kettle \ue000"],
    ["supportEmail", "nobody"],
  ])("refuses %s %j", (field, value) => {
    expect(resolveBrand(shop, { [field]: value })).toMatchObject({
      kind: "incomplete",
      problems: [{ field }],
    });
  });
});

describe("contrastRatio", () => {
  test.each([
    ["#000000", "#ffffff", 21],
    ["#ffffff", "#ffffff", 1],
    ["#777777", "#ffffff", 4.48],
    ["#0000ff", "#ffffff", 8.59],
  ])("of %s and %s is %f", (a, b, ratio) => {
    expect(contrastRatio(a, b)).toBeCloseTo(ratio, 2);
  });
});

describe("shadesOn", () => {
  const hex = fc
    .integer({ min: 0, max: 0xffffff })
    .map((value) => `#${value.toString(16).padStart(6, "0")}`);

  test.each([
    ["#ffffff", 1.4],
    ["#1b1d21", 3],
  ])("keeps every brand color readable on %s", (ground, ratio) => {
    fc.assert(
      fc.property(hex, (accent) => {
        const { button, onButton, link } = shadesOn(accent, ground, ratio);
        expect(contrastRatio(button, onButton)).toBeGreaterThanOrEqual(4.5);
        expect(contrastRatio(link, ground)).toBeGreaterThanOrEqual(4.5);
        expect(contrastRatio(button, ground)).toBeGreaterThanOrEqual(ratio);
      }),
      { numRuns: propertyRuns(3_000) },
    );
  });

  test("keeps a readable color unchanged", () => {
    expect(shadesOn("#1f6f54", "#ffffff", 1.4)).toEqual({
      button: "#1f6f54",
      onButton: "#ffffff",
      link: "#1f6f54",
    });
  });
});
