import { afterAll, beforeAll, expect, test } from "vitest";
import type { Merchant } from "../support/merchant";
import { openSharedStage } from "../support/shared-stage";
import type { Stage } from "../support/stage";
import { step } from "../support/step";

const CUSTOMER = "1001000";

let stage: Stage;
let shop: string;
let merchant: Merchant;
beforeAll(async () => {
  stage = await openSharedStage({ flows: [] });
  shop = stage.shops[0]!;
  merchant = stage.merchants[0]!;
});
afterAll(() => stage.close());

const fieldsOf = async (customerId: string) =>
  (await stage.control.record(shop, "customers", customerId)).metafields;
const written = async () =>
  (await stage.control.records(shop, "customers")).filter(
    ({ metafields }) => Object.keys(metafields).length > 0,
  ).length;
interface Field {
  readonly ownerId: string;
  readonly key: string;
  readonly value: string;
}
/** For each writing call, the values of each customer. */
const writes = async () =>
  (await stage.control.graphqlLog())
    .filter((it) => it.shop === shop && it.operation === "MetafieldsSet")
    .map(({ variables }) =>
      Map.groupBy(
        (variables as { metafields: readonly Field[] }).metafields,
        ({ ownerId }) => ownerId,
      ),
    );
const turn = (fields: "on" | "off") => merchant.submit("/app/predictions", { fields });

test("syncs predictions to customer metafields while the setting is on", async () => {
  await step("nothing is written into Shopify that the merchant does not want there", async () => {
    await stage.advance(30);
    expect(await written()).toBe(0);
  });

  await step(
    "syncs the predictions of every customer to metafields, several customers per call",
    async () => {
      await stage.control.clearLogs();
      expect((await turn("on")).ok).toBe(true);
      const { length } = await stage.control.records(shop, "customers");
      await expect.poll(written, { interval: 500 }).toBe(length);
      const fields = await fieldsOf(CUSTOMER);
      expect(fields["kindred.group"]).toMatch(/^\w+$/);
      expect(fields["kindred.value_12_months"]).toMatch(/^\d+\.\d\d$/);
      expect((await writes())[0]!.size).toBe(Math.min(length, 8));
    },
  );

  await step("what has not changed is not written again", async () => {
    // Shopify has the value slightly before this is recorded here.
    await stage.advance(0.1);
    await turn("on");
    await stage.advance(0.1);
    // A customer with new data meanwhile is written again, with that data.
    const written = (await writes()).flatMap((call) =>
      [...call.values()].map((fields) => JSON.stringify(fields)),
    );
    expect(written).toHaveLength(new Set(written).size);
  });

  await step("removes the metafields of an erased customer", async () => {
    await stage.control.play(shop, [{ kind: "customer_redacted", customerId: CUSTOMER }], {
      wait: true,
    });
    await stage.advance(0.1);
    await expect.poll(() => fieldsOf(CUSTOMER), { interval: 500 }).toEqual({});
  });

  await step("once it is turned off everything is taken away", async () => {
    await turn("off");
    await expect.poll(written, { interval: 500 }).toBe(0);
  });
});
