import { describe, expect, test } from "vitest";
import { insertOptIn } from "~/delivery/opt-in/opt-in-store.server";
import { writeBackSignUpsJob } from "~/feedback/write-back-sign-ups.job.server";
import { EDGE_SHOP as SHOP, EDGE_START as START, edgeStage } from "../support/edge-stage";

const DAY_MS = 86_400_000;

const stage = edgeStage();

const run = () => writeBackSignUpsJob.run(SHOP, stage.deps, new AbortController().signal);
const theRequest = () => stage.db.optInRequest.findFirstOrThrow();
const operations = async () =>
  (await stage.bed.control.graphqlLog()).map(({ operation }) => operation);
const keep = (email: string, overrides: object = {}) =>
  stage.db.$transaction((tx) =>
    insertOptIn(
      tx,
      SHOP,
      {
        email,
        purpose: "marketing",
        locale: "en",
        variantId: null,
        productId: null,
        visitorId: null,
        state: "confirmed",
        isConfirmedByEmail: false,
        customerId: null,
        at: START,
        expiresAt: new Date(START.getTime() + 30 * DAY_MS),
        ...overrides,
      },
      stage.deps,
    ),
  );

describe("a confirmed sign-up", () => {
  test("creates a customer that Shopify does not have", async () => {
    await keep("brand.new@example.com");
    await run();
    const { state, customerId } = await theRequest();
    expect(state).toBe("synced");
    const record = await stage.bed.control.record(SHOP, "customers", customerId ?? "");
    expect(record.marketing).toMatchObject({ state: "SUBSCRIBED", optInLevel: "SINGLE_OPT_IN" });
    expect(await operations()).toEqual(["CustomerByAddress", "SubscriberCreate"]);
    const events = await stage.db.event.findMany({ where: { customerId } });
    expect(events.map(({ kind }) => kind).sort()).toEqual(["consent_changed", "sign_up_confirmed"]);
  });

  test("is stored once for a new customer, also when Shopify's webhook comes first", async () => {
    const { email } = await stage.bed.control.record(SHOP, "customers", "201");
    await keep(String(email), { visitorId: "v1" });
    const emailIndex = stage.deps.keyring.blindIndex(SHOP, String(email));
    const known = { shopId: SHOP, profileId: "c201", customerId: "201", createdAt: START };
    await stage.db.profile.create({ data: { ...known, emailIndex } });
    await run();
    await stage.db.optInRequest.updateMany({ data: { state: "confirmed", nextRunAt: START } });
    await run();
    const events = await stage.db.event.findMany({ where: { customerId: "201" } });
    expect(events.map(({ kind }) => kind).sort()).toEqual(["consent_changed", "sign_up_confirmed"]);
  });

  test("is synced to the customer with that address, with its confirmation level", async () => {
    const { email } = await stage.bed.control.record(SHOP, "customers", "201");
    await keep(String(email));
    await stage.db.optInRequest.updateMany({ data: { isConfirmedByEmail: true } });
    await run();
    expect(await theRequest()).toMatchObject({ state: "synced", customerId: "201" });
    const { marketing } = await stage.bed.control.record(SHOP, "customers", "201");
    expect(marketing).toMatchObject({ state: "SUBSCRIBED", optInLevel: "CONFIRMED_OPT_IN" });
    expect(await operations()).toEqual(["CustomerByAddress", "MarketingConsentUpdate"]);
  });

  test("is synced once", async () => {
    await keep("another.new@example.com");
    await run();
    await run();
    expect((await operations()).filter((it) => it === "SubscriberCreate")).toHaveLength(1);
  });

  test("is not synced when it is for a variant", async () => {
    await keep("third.new@example.com", { purpose: "back_in_stock" });
    await run();
    expect(await operations()).toEqual([]);
    expect(await theRequest()).toMatchObject({ state: "confirmed", nextRunAt: null });
  });
});
