import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { exchange, openTestBed, refresh, SHOP, type TestBed } from "./local-app";

let bed: TestBed;
beforeEach(async () => {
  bed = await openTestBed();
});
afterEach(() => bed.stop());

const shopName = "{ shop { name } }";

async function statusWith(token: string): Promise<number> {
  const response = await bed.callAs(
    SHOP,
    "/admin/api/2026-10/graphql.json",
    { query: shopName },
    { "x-shopify-access-token": token },
  );
  return response.status;
}

const newPair = async () => (await exchange(bed.callAs, await bed.control.idToken(SHOP))).body;

describe("token exchange", () => {
  it("returns an offline token valid for an hour, with a refresh token valid for ninety days", async () => {
    const pair = await newPair();

    expect(pair).toMatchObject({
      expires_in: 3600,
      refresh_token_expires_in: 7_776_000,
      scope: "read_products,read_orders,write_app_proxy,write_customers",
    });
    expect(await statusWith(pair.access_token)).toBe(200);
  });

  it.each([
    ["is stale", { lifetimeSeconds: -1 }],
    ["is for another app", { audience: "another-app" }],
    ["is signed with another secret", { secret: "another-secret" }],
  ])("refuses an id_token that %s", async (_, bend) => {
    const { status, body } = await exchange(bed.callAs, await bed.control.idToken(SHOP, bend));

    expect(status).toBe(400);
    expect(body.error).toBe("invalid_subject_token");
  });

  it("refuses to create a token that never expires", async () => {
    const idToken = await bed.control.idToken(SHOP);

    expect((await exchange(bed.callAs, idToken, { expiring: "0" })).status).toBe(403);
  });

  it("refuses a wrong secret, and a shop that uninstalled the app", async () => {
    const idToken = await bed.control.idToken(SHOP);
    expect((await exchange(bed.callAs, idToken, { client_secret: "guess" })).status).toBe(401);

    await bed.control.uninstall(SHOP);
    expect((await exchange(bed.callAs, idToken)).body.error).toBe("app_not_installed");
  });
});

describe("an access token", () => {
  it("is rejected when it is unknown, expired or revoked", async () => {
    expect(await statusWith("shpat_guess")).toBe(401);

    const expiring = await newPair();
    await bed.control.expireTokens(SHOP);
    expect(await statusWith(expiring.access_token)).toBe(401);
    expect((await refresh(bed.callAs, expiring.refresh_token)).status).toBe(200);

    const revoked = await newPair();
    await bed.control.revokeTokens(SHOP);
    expect(await statusWith(revoked.access_token)).toBe(401);
    expect((await refresh(bed.callAs, revoked.refresh_token)).body.error).toBe("invalid_grant");
  });

  it("expires after its lifetime", async () => {
    await bed.control.setTokenLifetimes({ accessSeconds: 0 });

    expect(await statusWith((await newPair()).access_token)).toBe(401);
  });
});

describe("a refresh token", () => {
  it("can be reused until its replacement is first used", async () => {
    const first = await newPair();
    const lost = await refresh(bed.callAs, first.refresh_token);
    const second = await refresh(bed.callAs, first.refresh_token);
    expect([lost.status, second.status]).toEqual([200, 200]);
    expect(second.body.refresh_token).not.toBe(first.refresh_token);

    expect(await statusWith(second.body.access_token)).toBe(200);

    expect((await refresh(bed.callAs, first.refresh_token)).body.error).toBe("invalid_grant");
    expect((await refresh(bed.callAs, second.body.refresh_token)).status).toBe(200);
  });
});
