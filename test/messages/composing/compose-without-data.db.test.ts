import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { Database } from "~/db.server";
import { ProfileId } from "~/lib/profile-id";
import { compileTemplate } from "~/messages/compiling/compile-template.server";
import { readAndCompose } from "../../support/read-and-compose";
import { listReadyNames } from "~/messages/ready/ready-templates.server";
import { createRecommendationSource } from "~/recommendations/lists/recommendation-source.server";
import { NOW, SHOP } from "../../support/builders";
import { openTestDatabase } from "../../support/database";
import { anIntent } from "../../support/delivery-builders";
import { createTestDeps } from "../../support/deps";
import { aBrand } from "../../support/email-values";
import { storeProducts } from "../../support/stored-products";
import { storeProfile, storeShopWithFlows } from "../../support/stored-rows";

// A new shop: no orders, no models, and of its customer only the address is known.

const SENDER = {
  shop: {
    ...{ name: "Kettle & Co", currency: "GBP", url: "https://kettle.example" },
    ...{ timeZone: "Europe/London", isInstalled: true, accessLostAt: null, closedAs: null },
  },
  ...{ brand: aBrand(), tracksOpens: false, now: NOW },
};
/** The emails that are about no order, cart or product. */
const TEMPLATES = listReadyNames()
  .filter(({ because }) => because === "subscribed" || because === "birthday")
  .map(({ templateId }) => templateId);

let database: Database;
const deps = createTestDeps();

beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  const { db } = database;
  await db.shop.deleteMany();
  await storeShopWithFlows(db);
  await storeProfile(db, deps.keyring, "1");
  await storeProducts(db);
});

async function compose(templateId: string) {
  const trigger = { kind: "person", key: "p1", at: NOW } as const;
  const message = {
    ...{ messageId: "m1", profileId: ProfileId.parse("c1"), flowId: null, flowVersion: 1 },
    intent: anIntent({ templateId, trigger }),
  };
  const compositions = await readAndCompose(database.db, SHOP, [message], SENDER, {
    keyring: deps.keyring,
    queue: deps.queue,
    recommendations: createRecommendationSource(deps),
    compile: compileTemplate,
    publicUrl: "https://mail.kettle.example",
  });
  return compositions.get("m1")!;
}

const ONLY_WITH_DATA = /going by|picked|chose these|customers choose/i;

test.each([
  ["of three products", 3],
  ["of one product", 1],
])("in a new shop %s, emails claim nothing that needs data", async (_, count) => {
  const { db } = database;
  const kept = await db.product.findMany({ orderBy: { productId: "asc" }, take: count });
  const productId = { notIn: kept.map((product) => product.productId) };
  await db.product.deleteMany({ where: { productId } });
  const skipped: string[] = [];
  for (const templateId of TEMPLATES) {
    const composition = await compose(templateId);
    if (composition.kind !== "composed") {
      expect(composition).toMatchObject({ reason: "nothing_to_recommend" });
      skipped.push(templateId);
      continue;
    }
    const { email } = composition;
    expect(email.text, templateId).not.toMatch(ONLY_WITH_DATA);
    expect(email.text, templateId).toMatch(/^Hi,$/m);
    expect(email.subject, templateId).not.toMatch(/,\s*$|,\?| ,/);
  }
  // Nobody has bought anything, so there are no best sellers.
  expect(skipped).toEqual(["campaign/best-sellers"]);
});

test("a shop that sells nothing sends no email about products", async () => {
  await database.db.product.deleteMany();
  const outcomes = await Promise.all(
    ["welcome/email-3", "win-back/email-1", "vip/email-2", "campaign/plain"].map(compose),
  );
  for (const outcome of outcomes) expect(outcome).toMatchObject({ kind: "pointless" });
});
