import { describe, expect, test } from "vitest";
import { makeWebhookSecret } from "~/delivery/actions/sign-webhook.server";
import { rotateEndpointSecret, setEndpointStatus } from "~/delivery/webhooks/endpoint-store.server";
import { replayWebhooks } from "~/delivery/webhooks/outgoing-webhook-store.server";
import { purgeWebhooksJob } from "~/delivery/webhooks/purge-webhooks.job.server";
import { profileIdOfCustomer } from "~/lib/profile-id";
import { hoursAgo, SHOP } from "../../support/builders";
import { dueShopsOf } from "../../support/due-shops";
import { isVerified } from "../../support/local-receiver";
import { useWebhooks } from "./use-webhooks";

const { signal } = new AbortController();
const stage = useWebhooks();
const { addEndpoint, aFact, deps, endpoints, isDue, later, queue, send, webhooks } = stage;

describe("an endpoint that takes nothing", () => {
  const fail = async () => {
    stage.receiver.answerWith("hang_up");
    await send();
  };

  test("is tried again after a hold, by one webhook", async () => {
    await addEndpoint();
    await queue(aFact({ source: "s1" }), aFact({ source: "s2", occurredAt: hoursAgo(0.5) }));
    await fail();
    expect(await isDue()).toBe(false);
    later(1);
    stage.receiver.answerWith(500);
    await send();
    expect(stage.receiver.received).toHaveLength(1);
    later(1);
    stage.receiver.answerWith(204);
    await send();
    await send();
    expect((await webhooks()).map(({ state }) => state)).toEqual(["delivered", "delivered"]);
    expect(await endpoints()).toMatchObject([
      { status: "active", failures: 0, failingSince: null },
    ]);
  });

  test("is disabled after three days with an email to the merchant, keeps what waits, and sends it once it is on", async () => {
    await addEndpoint();
    await queue(aFact());
    for (let tries = 0; tries < 20 && (await endpoints())[0]?.status === "active"; tries += 1) {
      await fail();
      later(24);
    }
    expect(await endpoints()).toMatchObject([{ status: "disabled", disabledFor: "failing" }]);
    expect(await stage.db.systemEmail.findMany()).toMatchObject([{ kind: "notice" }]);
    expect(stage.deps().announced).toContainEqual({ shopId: SHOP, fact: "actions_due" });
    await queue(aFact({ source: "s2" }));
    stage.receiver.answerWith(204);
    await send();
    expect(stage.receiver.received).toEqual([]);
    await stage.db.$transaction(async (tx) => {
      await setEndpointStatus(tx, SHOP, "we_1", "active");
      await replayWebhooks(tx, SHOP, "we_1", { state: "pending" }, stage.now);
    });
    await send();
    expect(stage.receiver.received).toHaveLength(2);
  });

  test("is disabled at once when it answers that it is gone", async () => {
    await addEndpoint();
    await queue(aFact());
    stage.receiver.answerWith(410);
    await send();
    expect(await endpoints()).toMatchObject([{ status: "disabled", disabledFor: "gone" }]);
    expect(await webhooks()).toMatchObject([{ state: "pending", responseStatus: 410 }]);
  });

  test("does not delay another endpoint, or another shop", async () => {
    await addEndpoint();
    await addEndpoint({ url: "https://other.example.com/in" }, { endpointId: "we_2" });
    await queue(aFact());
    stage.receiver.answerWith(({ headers }) => (headers["host"]?.startsWith("other") ? 204 : 503));
    await send();
    expect((await webhooks()).map(({ endpointId, state }) => [endpointId, state]).sort()).toEqual([
      ["we_1", "pending"],
      ["we_2", "delivered"],
    ]);
  });
});

test("gives up on a webhook that the endpoint refuses while it takes others", async () => {
  await addEndpoint();
  await queue(aFact());
  stage.receiver.answerWith(({ body }) => (body.type === "email.sent" ? 422 : 204));
  for (let n = 0; n < 10; n += 1) {
    await queue(aFact({ type: "email.delivered", source: `s${n}`, occurredAt: stage.now }));
    await send();
    later(27);
  }
  const [refused, ...others] = await webhooks();
  expect(refused).toMatchObject({ state: "failed", attempts: 10, lastError: "answered_422" });
  expect(new Set(others.map(({ state }) => state))).toEqual(new Set(["delivered"]));
  expect(await endpoints()).toMatchObject([{ status: "active" }]);
});

test("signs with both secrets for a day after a rotation", async () => {
  const old = await addEndpoint();
  const secret = makeWebhookSecret();
  const rotation = { endpointId: "we_1", secret };
  await stage.db.$transaction((tx) =>
    rotateEndpointSecret(tx, SHOP, rotation, { ...deps(), now: stage.now }),
  );
  const verifiedBy = async (source: string) => {
    await queue(aFact({ source }));
    await send();
    const { headers, text } = stage.receiver.received.at(-1)!;
    return [isVerified(headers, text, old), isVerified(headers, text, secret)];
  };
  expect(await verifiedBy("s1")).toEqual([true, true]);
  later(24);
  expect(await verifiedBy("s2")).toEqual([false, true]);
});

test("a paused endpoint gets what waits once it is resumed", async () => {
  await addEndpoint();
  const setStatus = (status: "paused" | "active") =>
    stage.db.$transaction((tx) => setEndpointStatus(tx, SHOP, "we_1", status));
  await setStatus("paused");
  await queue(aFact());
  expect(await isDue()).toBe(false);
  await setStatus("active");
  await send();
  expect(stage.receiver.received).toHaveLength(1);
});

test("replays one webhook, or all since a time, under the same ids", async () => {
  await addEndpoint();
  await queue(...[5, 3, 1].map((n) => aFact({ source: `s${n}`, occurredAt: hoursAgo(n) })));
  await send();
  const [, , last] = await webhooks();
  const replay = (which: Parameters<typeof replayWebhooks>[3]) =>
    stage.db.$transaction((tx) => replayWebhooks(tx, SHOP, "we_1", which, stage.now));
  const first = stage.receiver.received.map(({ id }) => id);
  expect(await replay({ webhookId: last!.webhookId })).toBe(1);
  expect(await replay({ since: hoursAgo(3) })).toBe(2);
  await send();
  expect(stage.receiver.received).toHaveLength(5);
  expect(new Set(stage.receiver.received.map(({ id }) => id))).toEqual(new Set(first));
});

test("purges webhooks after two weeks", async () => {
  await addEndpoint();
  await queue(aFact({ profileId: profileIdOfCustomer("1") }));
  expect(await dueShopsOf(purgeWebhooksJob, stage.db, stage.now)).toEqual([]);
  later(14 * 24 + 1);
  expect(await dueShopsOf(purgeWebhooksJob, stage.db, stage.now)).toEqual([SHOP]);
  await purgeWebhooksJob.run(SHOP, deps(), signal);
  expect(await webhooks()).toEqual([]);
});
