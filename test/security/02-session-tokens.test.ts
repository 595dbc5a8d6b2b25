import { SignJWT } from "jose";
import { expect, test } from "vitest";
import type { Database } from "~/db.server";
import { createShopify } from "~/shopify.server";
import { createEdgeDeps } from "../events/test-shop";
import { SHOP } from "../support/builders";

const APP_URL = "http://127.0.0.1:4301";

// A refused request never reaches the database.
const deps = createEdgeDeps({} as Database);
const shopify = createShopify({
  ...deps,
  config: { shopify: { ...deps.config.shopify, appUrl: APP_URL, appBridgeUrl: null } },
});

/** A token like Shopify's, with these claims. */
function sign(claims: Readonly<Record<string, unknown>>): Promise<string> {
  const nowSeconds = Math.floor(Date.now() / 1_000);
  return new SignJWT({
    iss: `https://${SHOP}/admin`,
    dest: `https://${SHOP}`,
    aud: "test-key",
    sub: "1",
    exp: nowSeconds + 60,
    nbf: nowSeconds,
    iat: nowSeconds,
    ...claims,
  })
    .setProtectedHeader({ alg: "HS256" })
    .sign(new TextEncoder().encode("test-secret"));
}

const inHeader = (token: string) =>
  new Request(`${APP_URL}/app`, { headers: { authorization: `Bearer ${token}` } });
const inAddress = (token: string) =>
  new Request(
    `${APP_URL}/app?${new URLSearchParams({
      ...{ shop: SHOP, embedded: "1", id_token: token },
      host: Buffer.from("admin.shopify.com/store/kettle").toString("base64"),
    }).toString()}`,
  );

/** The status of the response that refuses a request. */
async function refusalOf(request: Request): Promise<number> {
  const refused: unknown = await Promise.resolve()
    .then(() => shopify.authenticate.admin(request))
    .catch((answer: unknown) => answer);
  if (!(refused instanceof Response))
    throw new Error("The request was not refused", { cause: refused });
  return refused.status;
}

test.each([
  ["never ends", { exp: undefined }],
  ["ends at no time", { exp: null }],
  ["was issued for another shop", { iss: "https://teapot.myshopify.com/admin" }],
  ["was issued by nobody", { iss: undefined }],
  ["was issued outside the admin", { iss: `https://${SHOP}` }],
  ["speaks for no shop", { dest: undefined }],
  ["speaks for another site", { dest: "https://evil.com", iss: "https://evil.com/admin" }],
  ["speaks for what is no address", { dest: "]]::", iss: "]]::/admin" }],
  ["speaks for a shop without encryption", { dest: `http://${SHOP}`, iss: `http://${SHOP}/admin` }],
  ["speaks for a number", { dest: 7 }],
])("a session token that %s is answered 401", async (_what, claims) => {
  const token = await sign(claims);
  expect(await refusalOf(inHeader(token))).toBe(401);
  expect(await refusalOf(inAddress(token))).toBe(401);
});
