import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { Database } from "~/db.server";
import { installShop } from "~/events/lifecycle/install-shop.server";
import { ShopId } from "~/lib/shop-id";
import { addPicture, findPicture, prepareUpload } from "~/messages/pictures/shop-pictures.server";
import { hasDecidedLook } from "~/messages/brand/shop-look.server";
import { findStoreLook } from "~/pages/settings/find-store-look.server";
import { ONLINE_STORE_THEMES } from "~/shopify/online-store-themes";
import { createEdgeDeps, signIn, startShopifyForTests } from "../../events/test-shop";
import { readAppConfig } from "../../shopify/app-config";
import { DAWN_SETTINGS } from "../../shopify/storefront/theme/dawn-settings";
import { smallStore } from "../../shopify-tests/small-store";
import { aPng } from "../../support/a-picture";
import { openTestDatabase } from "../../support/database";
import { waitFor } from "../../support/wait-for";

const SHOP = ShopId.parse("acme.myshopify.com");

let database: Database;
let bed: Awaited<ReturnType<typeof startShopifyForTests>>;
let deps: ReturnType<typeof createEdgeDeps>;
let scopes: readonly string[];

beforeAll(async () => {
  database = await openTestDatabase();
  bed = await startShopifyForTests(smallStore());
  deps = createEdgeDeps(database);
  await signIn(SHOP, await bed.control.idToken(SHOP), deps);
  await installShop(SHOP, deps);
  ({ scopes } = await bed.control.install(SHOP));
});
afterAll(async () => {
  await bed.stop();
  await database.close();
});
beforeEach(async () => {
  await bed.control.clearFaults();
  await bed.control.grantScopes(SHOP, scopes);
  await bed.control.setThemeSettings(SHOP, DAWN_SETTINGS);
});

const look = () => findStoreLook(SHOP, deps);

async function upload(fileName: string) {
  const bytes = aPng({ widthPx: 300, heightPx: 80 });
  const file = { fileName, mimeType: "image/png" as const, bytes: bytes.length };
  const prepared = await prepareUpload(SHOP, file, deps);
  if (prepared.kind !== "target") throw new Error(JSON.stringify(prepared));
  const form = new FormData();
  for (const { name, value } of prepared.target.parameters) form.append(name, value);
  form.append("file", new Blob([new Uint8Array(bytes)], { type: "image/png" }));
  await fetch(prepared.target.url, { method: "POST", body: form });
  const added = await addPicture(SHOP, { source: prepared.target.source, alt: "" }, deps);
  if (added.kind !== "added") throw new Error(JSON.stringify(added));
  await waitFor(`Shopify to have processed ${fileName}`, async () => {
    const found = await findPicture(SHOP, added.fileId, deps);
    return found.kind === "ready" ? found : null;
  });
}

test("the setup guide asks for the look until the theme was read", async () => {
  const { db } = database;
  await bed.control.grantScopes(
    SHOP,
    scopes.filter((it) => it !== ONLINE_STORE_THEMES),
  );
  await look();
  expect(await hasDecidedLook(db, SHOP, {})).toBe(false);
  await bed.control.grantScopes(SHOP, scopes);
  await look();
  expect(await hasDecidedLook(db, SHOP, {})).toBe(true);
});

test("finds color and email theme of the published theme, but no logo whose file was deleted", async () => {
  expect(await look()).toEqual({
    kind: "found",
    accent: "#1f6f54",
    logoUrl: null,
    hasSvgLogo: false,
    emailTheme: "editorial",
    socials: [
      "https://www.instagram.com/hangingheart.example",
      "https://www.pinterest.com/hangingheart.example",
    ],
  });
});

test("finds the logo among the shop's files by its exact name", async () => {
  await upload("store-logo-2.png");
  expect(await look()).toMatchObject({ logoUrl: null });
  await upload("store-logo.png");
  const found = await look();
  if (found.kind !== "found" || found.logoUrl === null) throw new Error(JSON.stringify(found));
  expect(new URL(found.logoUrl).pathname).toMatch(/\/store-logo\.png$/);
  expect((await fetch(found.logoUrl)).status).toBe(200);
});

test("does not use a logo that email apps do not show, and reports it", async () => {
  const current = { logo: "shopify://shop_images/mark.SVG" };
  await bed.control.setThemeSettings(SHOP, JSON.stringify({ current }));
  expect(await look()).toEqual({
    kind: "found",
    accent: null,
    logoUrl: null,
    hasSvgLogo: true,
    emailTheme: null,
    socials: [],
  });
});

test("finds nothing in empty settings, and in a shop without an online store", async () => {
  await bed.control.setThemeSettings(SHOP, '{"current": {}}');
  expect(await look()).toEqual({ kind: "nothing" });
  await bed.control.setThemeSettings(SHOP, null);
  expect(await look()).toEqual({ kind: "nothing" });
});

test("needs the merchant's permission for themes, and no other optional one", async () => {
  const { optionalScopes } = readAppConfig("shopify.app.toml");
  const required = scopes.filter((it) => !optionalScopes.includes(it));
  await bed.control.grantScopes(SHOP, required);
  expect(await look()).toEqual({ kind: "not_granted" });
  await bed.control.grantScopes(SHOP, [...required, ONLINE_STORE_THEMES]);
  expect(await look()).toMatchObject({ kind: "found", accent: "#1f6f54" });
});

test("fails when Shopify does not answer", async () => {
  await bed.control.setFaults({ graphql: { fail: 100, failStatus: 503 } });
  await expect(look()).rejects.toMatchObject({ code: "upstream" });
});
