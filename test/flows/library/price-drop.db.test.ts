import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { daysAgo, hoursAgo, NOW, SHOP } from "../../support/builders";
import { storeCheckout, storeOrder } from "../../support/stored-checkout";
import { storeProfile } from "../../support/stored-rows";
import {
  openFlowStage,
  setProfile,
  setVariant,
  stepsOf,
  storeVisit,
  type FlowStage,
} from "./flow-stage";

let stage: FlowStage;
beforeAll(async () => {
  stage = await openFlowStage();
});
afterAll(() => stage.database.close());

describe("12 price drop", () => {
  const priced = async (priceMinor: number, at: Date) => {
    await setVariant(stage, "601", { priceMinor: BigInt(priceMinor) });
    const variant = {
      variantId: "601",
      title: "Default Title",
      sku: null,
      priceMinor,
      compareAtMinor: null,
      inventoryQuantity: 40,
      availableForSale: true,
    };
    const product = {
      productId: "501",
      handle: "cedar-tray",
      title: "Cedar tray",
      vendor: "Kettle",
      productType: "Home",
      tags: [],
      status: "active",
      url: null,
      imageUrl: null,
      createdAt: hoursAgo(2_000),
      publishedAt: null,
      updatedAt: at,
      variants: [variant],
    };
    await stage.receive("product_changed", product, { customerId: null, occurredAt: at });
    await stage.database.db.variantPrice.create({
      data: {
        ...{ shopId: SHOP, variantId: "601", productId: "501" },
        ...{ since: at, priceMinor: BigInt(priceMinor) },
      },
    });
  };
  const giveCode = async (profileId: string, given: { givenAt: Date; endsAt: Date }) => {
    const { db } = stage.database;
    const { shopId } = await db.profile.findFirstOrThrow({ where: { profileId } });
    const discount = { shopId, ownerKey: "flow/welcome/email-1", percentOff: 10 };
    await db.discount.createMany({
      data: [{ ...discount, title: "Welcome", createdAt: NOW }],
      skipDuplicates: true,
    });
    const code = { codeId: `code-of-${profileId}`, sealedCode: new Uint8Array(), state: "given" };
    await db.discountCode.create({ data: { ...discount, ...code, profileId, ...given } });
  };

  test("emails viewers two hours after a price drop of ten percent", async () => {
    await stage.begin("price-drop");
    await priced(24_00, daysAgo(9));
    await storeVisit(stage, [{ productId: "501" }], daysAgo(3));
    await priced(20_00, NOW);
    await stage.pass(6);
    expect(await stage.sent()).toEqual([[2, "email-1"]]);
    expect(stage.deps.mailer.taken[0]!.html).toContain("£20.00");
  });

  test.each([
    ["what they saw", "GB", 9, ["viewed it: £24.00"], ["Lowest price"]],
    [
      "also the lowest price of 30 days in Europe",
      "FR",
      40,
      ["viewed it: £24.00", "price drop: £23.00", "line-through"],
      [],
    ],
    [
      "nothing in Europe before 30 days are known",
      "FR",
      9,
      [],
      ["viewed it", "Lowest price", "line-through"],
    ],
  ] as const)("shows %s", async (_what, countryCode, since, shown, hidden) => {
    await stage.begin("price-drop");
    await stage.database.db.shop.updateMany({ data: { countryCode: "GB" } });
    await setProfile(stage, { countryCode, locale: "en-GB" });
    await priced(24_00, daysAgo(since));
    if (since > 30) {
      await priced(23_00, daysAgo(8));
      await priced(24_00, daysAgo(7));
    }
    await storeVisit(stage, [{ productId: "501" }], daysAgo(3));
    await priced(20_00, NOW);
    await stage.pass(6);
    const { html } = stage.deps.mailer.taken[0]!;
    for (const text of ["£20.00", ...shown]) expect(html).toContain(text);
    for (const text of hidden) expect(html).not.toContain(text);
  });

  test("skips a price that was as low within the previous 30 days", async () => {
    await stage.begin("price-drop");
    await priced(24_00, daysAgo(60));
    await priced(20_00, daysAgo(12));
    await priced(24_00, daysAgo(10));
    await storeVisit(stage, [{ productId: "501" }], daysAgo(3));
    await priced(20_00, NOW);
    await stage.pass(6);
    expect(await stepsOf(stage)).toEqual([]);
  });

  test("also emails customers who started a checkout with it", async () => {
    await stage.begin("price-drop");
    await priced(24_00, daysAgo(9));
    await storeCheckout(stage.database.db, stage.deps.keyring, "c1", {
      token: "t1",
      startedAt: daysAgo(3),
      sourceUpdatedAt: daysAgo(3),
    });
    await priced(20_00, NOW);
    await stage.pass(6);
    expect(await stage.sent()).toEqual([[2, "email-1"]]);
  });

  test("skips customers who already bought it", async () => {
    await stage.begin("price-drop");
    await priced(24_00, daysAgo(9));
    await storeOrder(stage.database.db, "c1", { placedAt: daysAgo(40) });
    await stage.database.db.orderLine.updateMany({ data: { productId: "501" } });
    await storeVisit(stage, [{ productId: "501" }], daysAgo(3));
    await priced(20_00, NOW);
    await stage.pass(6);
    expect(await stepsOf(stage)).toEqual([]);
  });

  test("skips customers who hold a valid emailed discount", async () => {
    const { db } = stage.database;
    await stage.begin("price-drop");
    await priced(24_00, daysAgo(9));
    for (const n of [2, 3]) await storeProfile(db, stage.deps.keyring, String(n));
    const times = { startedAt: daysAgo(3), sourceUpdatedAt: daysAgo(3) };
    for (const n of [1, 2, 3]) {
      await storeCheckout(db, stage.deps.keyring, `c${n}`, { token: `t${n}`, ...times });
    }
    await giveCode("c1", { givenAt: daysAgo(2), endsAt: daysAgo(-8) });
    await giveCode("c2", { givenAt: daysAgo(12), endsAt: daysAgo(2) });
    await giveCode("c3", { givenAt: daysAgo(5), endsAt: daysAgo(-5) });
    await storeOrder(db, "c3", { placedAt: daysAgo(4) });
    await db.orderLine.updateMany({ data: { productId: "502" } });
    await priced(20_00, NOW);
    await stage.pass(6);
    const enrollments = await db.enrollment.findMany({ orderBy: { profileId: "asc" } });
    expect(enrollments.map(({ profileId }) => profileId)).toEqual(["c2", "c3"]);
  });

  test("skips a drop of a few pence, whatever its percentage", async () => {
    await stage.begin("price-drop");
    await priced(1_50, daysAgo(9));
    await storeVisit(stage, [{ productId: "501" }], daysAgo(3));
    await priced(60, NOW);
    await stage.pass(6);
    expect(await stepsOf(stage)).toEqual([]);
  });

  test("skips a corrected typo, a small drop and a first price", async () => {
    await stage.begin("price-drop");
    await priced(24_00, daysAgo(9));
    await storeVisit(stage, [{ productId: "501" }], daysAgo(3));
    await priced(2_00, NOW);
    await stage.pass(1);
    await priced(23_00, stage.now());
    await stage.pass(6);
    expect(await stepsOf(stage)).toEqual([]);
  });
});
