import { afterAll, beforeAll, expect, test } from "vitest";
import { DEFAULT_TEMPLATE_ID } from "~/flows/default-template";
import { findReadyTemplate } from "~/messages/ready/ready-templates.server";
import { openSharedStage } from "../support/shared-stage";
import type { Stage } from "../support/stage";
import { step } from "../support/step";

const CUSTOMER = "1001000";
const REVIEW = "review_submitted";

let stage: Stage;
let key: string;
let eventsUrl: string;
let profilesUrl: string;
beforeAll(async () => {
  stage = await openSharedStage({ flows: [] });
  const merchant = stage.merchants[0]!;
  const created = await merchant.submitJson("/app/api-keys", { kind: "create", name: "Reviews" });
  key = /kindred_[\w-]{43}/.exec(await created.text())![0];
  const page = await (await merchant.get("/app/api-keys")).text();
  expect(page).not.toContain(key);
  eventsUrl = /http[^"]+\/api\/events/.exec(page)![0];
  profilesUrl = eventsUrl.replace("events", "profiles");
});
afterAll(() => stage.close());

const post = (url: string, body: unknown, bearer = key) =>
  fetch(url, {
    method: "POST",
    headers: { authorization: `Bearer ${bearer}`, "content-type": "application/json" },
    body: JSON.stringify(body),
  });

const aReview = (id: string, rating: number) => ({
  id,
  name: REVIEW,
  customer: { shopify_id: CUSTOMER },
  properties: { rating, text: "<b>Lovely</b>" },
});

test("a custom event triggers a flow whose email shows its properties", async () => {
  const merchant = stage.merchants[0]!;

  await step("a merchant makes a flow for the event, and an email with its values", async () => {
    const made = await merchant.submit("/app/flows/new", {
      trigger: "custom_event",
      eventName: REVIEW,
    });
    const flowId = /own-[0-9a-f-]{36}/.exec(
      JSON.stringify([...made.headers]) + (await made.text()),
    )![0];
    const document = {
      ...findReadyTemplate(DEFAULT_TEMPLATE_ID)!,
      translations: {},
      subject: 'You gave {{ event.rating }} stars, {{ property.tier | default: "friend" }}',
      preheader: "You wrote: {{ event.text }}",
    };
    const draft = `/app/emails/${flowId}/email-1/draft`;
    const saved = await merchant.submitJson(draft, { act: "save", revision: 1, document });
    expect(saved.status).toBe(200);
    const published = await merchant.submitJson(draft, { act: "publish", revision: 2 });
    expect(published.status).toBe(200);
    await merchant.submit("/app/flows?index", { flowId, status: "live" });
  });

  await step("rejects requests without the key", async () => {
    expect((await post(eventsUrl, { events: [aReview("r0", 1)] }, "kindred_x")).status).toBe(401);
    expect((await fetch(eventsUrl)).status).toBe(405);
  });

  await step("stores valid events although others are refused", async () => {
    const tier = { customer: { shopify_id: CUSTOMER }, properties: { tier: "gold member" } };
    expect((await post(profilesUrl, { profiles: [tier] })).status).toBe(200);
    const answer = await post(eventsUrl, {
      events: [
        aReview("r1", 5),
        { ...aReview("r2", 5), customer: { email: "nobody@example.com" } },
      ],
    });
    expect(answer.status).toBe(207);
    expect(await answer.json()).toMatchObject({
      ...{ stored: 1, duplicates: 0 },
      errors: [{ index: 1, code: "customer_not_found" }],
    });
  });

  await step("sends one email, though the event arrives again", async () => {
    const again = await post(eventsUrl, { events: [aReview("r1", 5)] });
    expect(again.status).toBe(200);
    expect(await again.json()).toEqual({ stored: 0, duplicates: 1, errors: [] });
    await stage.advance(0.1);
    await stage.advance(2);
    const emails = await stage.emails();
    expect(emails.map(({ subject }) => subject)).toEqual(["You gave 5 stars, gold member"]);
    expect(emails[0]!.to).toContain(CUSTOMER);
    expect(emails[0]!.html).toContain("You wrote: &lt;b&gt;Lovely&lt;/b&gt;");
  });

  await step("a revoked key is refused at once, and no log has it", async () => {
    const page = await (await merchant.get("/app/api-keys")).text();
    const keyId = /[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f-]{21}/.exec(page)![0];
    const revoked = await merchant.submitJson("/app/api-keys", { kind: "revoke", keyId });
    expect(revoked.status).toBe(200);
    expect((await post(eventsUrl, { events: [aReview("r3", 5)] })).status).toBe(401);
    expect(stage.log()).not.toContain(key);
  });

  await step("describes itself", async () => {
    const described = await fetch(eventsUrl.replace("events", "openapi.json"));
    expect(await described.json()).toMatchObject({ openapi: "3.1.0" });
  });
});
