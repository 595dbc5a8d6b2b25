import { afterAll, beforeAll, expect, test } from "vitest";
import { openSharedStage } from "../support/shared-stage";
import type { Stage } from "../support/stage";
import { step } from "../support/step";

const CUSTOMER = "1001000";
const BROWSER =
  "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile Safari/604.1";
const FLOW = "From Shopify Flow";

let stage: Stage;
let shop: string;
beforeAll(async () => {
  stage = await openSharedStage({ flows: [] });
  shop = stage.shops[0]!;
  const merchant = stage.merchants[0]!;
  const made = await merchant.submit("/app/flows/new", { trigger: "shopify_flow" });
  const flowId = /own-[0-9a-f-]{36}/.exec(
    JSON.stringify([...made.headers]) + (await made.text()),
  )![0];
  const draft = `/app/emails/${flowId}/email-1/draft`;
  const published = await merchant.submitJson(draft, { act: "publish", revision: 1 });
  expect(published.ok).toBe(true);
  await merchant.submit("/app/flows?index", { flowId, status: "live" });
});
afterAll(() => stage.close());

/** Each delivery is answered in the end. On a busy machine Flow may also repeat one that took ten seconds. */
function expectLostAnswer(answers: readonly { readonly status: number | null }[]): void {
  const statuses = answers.map(({ status }) => status);
  expect(statuses).toContain(null);
  expect(statuses.filter((it) => it !== null)).toEqual([200, 200, 200]);
}

const properties = { customer_id: Number(CUSTOMER), flow: FLOW };

test("runs Flow actions once and fires Flow triggers once", async () => {
  await step(
    "a Flow action enrolls once though it is delivered three times and an answer is lost",
    async () => {
      await stage.control.setFaults({ flow: { loseAnswers: 1 } });
      const { answers } = await stage.control.runFlowAction(shop, {
        handle: "kindred-add-to-flow",
        properties,
        deliveries: 3,
        concurrent: true,
        retries: 3,
      });
      expectLostAnswer(answers);
      await stage.advance(0.1);
      await stage.advance(2);
      expect(await stage.emails()).toHaveLength(1);
    },
  );

  await step(
    "rejects an action without Shopify's signature, and answers an empty one with an error",
    async () => {
      const send = (change: object) =>
        stage.control.runFlowAction(shop, { handle: "kindred-add-to-flow", properties, ...change });
      expect((await send({ signature: "wrong" })).answers).toMatchObject([{ status: 401 }]);
      expect((await send({ signature: "missing" })).answers).toMatchObject([{ status: 401 }]);
      const { answers } = await send({ properties: { ...properties, flow: "No such flow" } });
      expect(answers).toMatchObject([{ status: 422 }]);
      expect(answers[0]!.body).toContain("No such flow");
      await stage.advance(0.1);
      expect(await stage.emails()).toHaveLength(1);
    },
  );

  await step("a workflow with a click trigger runs once for a human click", async () => {
    await stage.control.useFlowTrigger(shop, { handle: "kindred-email-clicked", isUsed: true });
    const [email] = await stage.emails();
    await fetch(email!.links[0]!, { redirect: "manual", headers: { "user-agent": BROWSER } });
    // A click is classified after a minute; the sweep then processes it.
    await stage.advance(1);
    await expect
      .poll(() => stage.control.flowTriggers(shop), { interval: 500 })
      .toEqual([
        {
          handle: "kindred-email-clicked",
          payload: { customer_id: Number(CUSTOMER), "Email of": FLOW },
        },
      ]);
  });

  await step(
    "a Flow action sends a campaign's email once though it is delivered three times",
    async () => {
      await stage.control.setFaults({ flow: { loseAnswers: 1 } });
      const { answers } = await stage.control.runFlowAction(shop, {
        handle: "kindred-send-email",
        properties: { customer_id: 1001001, email: "Sale" },
        deliveries: 3,
        concurrent: true,
        retries: 3,
      });
      expectLostAnswer(answers);
      await stage.advance(0.1);
      await stage.advance(2);
      const emails = (await stage.emails()).filter(({ to }) => to.includes("1001001"));
      expect(emails).toHaveLength(1);
    },
  );
});
