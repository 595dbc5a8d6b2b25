import { beforeEach, describe, expect, test } from "vitest";
import { createWebhookBatcher } from "~/events/inbox/create-webhook-batcher.server";
import { applyEmailEventsJob } from "~/feedback/email-events/apply-email-events.job.server";
import { receiveEmailEvent } from "~/feedback/email-events/receive-email-event.server";
import type { EventSource } from "~/feedback/email-events/sources/event-source";
import { resendSource } from "~/feedback/email-events/sources/resend-source.server";
import { SHOP } from "../../support/builders";
import { PROVIDER_EVENTS, type ReportedKind } from "../../support/provider-events";
import { aSignedNotice, fetchedFromSns } from "../../support/sns-notices";
import { useEmailEvents } from "./use-email-events";

const stage = useEmailEvents();
const { plan, drain, email, apply } = stage;

describe.each(PROVIDER_EVENTS)("%s reports", (_name, { source, event, signed }) => {
  const receive = ({ headers, body }: ReturnType<typeof signed>) =>
    receiveEmailEvent(headers, body, {
      ...stage.deps,
      webhooks: stage.webhooks,
      sources: [source],
    });

  test.each<[ReportedKind, string, string | null]>([
    ["delivered", "delivered", null],
    ["hard_bounce", "bounced", "hard_bounce"],
    ["complaint", "complained", "complaint"],
    ["suppressed", "suppressed", "hard_bounce"],
    ["soft_bounce", "soft_bounced", null],
  ])("%s: the email is %s, the address is suppressed as %s", async (kind, delivery, reason) => {
    await plan("1", "m1");
    await drain();
    expect(await receive(signed(event(kind, "m1", "ada@example.com")))).toEqual({ kind: "stored" });
    await apply();
    expect(await email("m1")).toMatchObject({ deliveryState: delivery });
    const suppressions = await stage.deps.db.suppression.findMany({ where: { shopId: SHOP } });
    expect(suppressions.map((it) => it.reason)).toEqual(reason === null ? [] : [reason]);
  });

  test("a repeated delivery once", async () => {
    const request = signed(event("delivered", "m1", "ada@example.com"));
    expect([await receive(request), await receive(request)]).toEqual([
      { kind: "stored" },
      { kind: "stored" },
    ]);
    expect(await stage.deps.db.inboxEntry.count()).toBe(1);
  });

  test("nothing that somebody else signed or changed", async () => {
    const { headers, body } = signed(event("complaint", "m1", "ada@example.com"));
    const text = new TextDecoder().decode(body);
    const forged = new Headers([...headers].map(([name, value]) => [name, mutate(value)]));
    const forgeries = [
      { headers: forged, body: new TextEncoder().encode(mutateSignature(text)) },
      { headers: new Headers(), body: new TextEncoder().encode(mutateSignature(text)) },
    ];
    for (const forgery of forgeries) {
      expect(await receive(forgery)).toEqual({ kind: "refused", reason: "bad_signature" });
    }
    expect(await stage.deps.db.inboxEntry.count()).toBe(0);
  });

  test("an email of another program, which is ignored", async () => {
    const other = event("complaint", "m1", "ada@example.com");
    const text = JSON.stringify(other).replaceAll(/"(mid|shop)":/g, '"other":');
    expect(await receive(signed(JSON.parse(text)))).toEqual({ kind: "ignored" });
    expect(await stage.deps.db.inboxEntry.count()).toBe(0);
  });
});

test("SendGrid's list of events is stored one by one", async () => {
  const [, { source, event, signed }] = PROVIDER_EVENTS[3]!;
  const list = ["m1", "m2", "m3"].map((it) => event("delivered", it, "ada@example.com"));
  const { headers, body } = signed([...list, { event: "delivered" }]);
  const deps = { ...stage.deps, webhooks: stage.webhooks, sources: [source] };
  expect(await receiveEmailEvent(headers, body, deps)).toEqual({ kind: "stored" });
  expect(await stage.deps.db.inboxEntry.count()).toBe(3);
  expect(await applyEmailEventsJob.run(SHOP, stage.deps, new AbortController().signal)).toEqual({
    more: false,
  });
});

test("a request is accepted if the secret of any account verifies it", async () => {
  const [, { event, signed }] = PROVIDER_EVENTS[0]!;
  const other = resendSource(`whsec_${Buffer.alloc(32, 7).toString("base64")}`);
  const own = PROVIDER_EVENTS.map(([, { source }]) => source).toReversed();
  const deps = { ...stage.deps, webhooks: stage.webhooks };
  const { headers, body } = signed(event("hard_bounce", "m1", "ada@example.com"));
  const receive = (sources: readonly EventSource[]) =>
    receiveEmailEvent(headers, body, { ...deps, sources });
  expect(await receive([other])).toEqual({ kind: "refused", reason: "bad_signature" });
  expect(await stage.deps.db.inboxEntry.count()).toBe(0);
  expect(await receive([other, ...own])).toEqual({ kind: "stored" });
  expect(await stage.deps.db.inboxEntry.findFirst()).toMatchObject({ topic: "email/resend" });
});

test("a request that could not be stored must be repeated, also if another account cannot read it", async () => {
  const [, resend] = PROVIDER_EVENTS[0]!;
  const [, ses] = PROVIDER_EVENTS[1]!;
  const webhooks = createWebhookBatcher({
    ...stage.deps,
    queue: { announceAll: () => Promise.reject(new Error("the queue is away")) },
  });
  const { headers, body } = resend.signed(resend.event("complaint", "m1", "ada@example.com"));
  const receive = (sources: readonly EventSource[]) =>
    receiveEmailEvent(headers, body, { ...stage.deps, webhooks, sources });
  expect(await receive([ses.source])).toEqual({ kind: "refused", reason: "malformed" });
  expect(await receive([resend.source, ses.source])).toEqual({ kind: "unavailable" });
  expect(await receive([ses.source, resend.source])).toEqual({ kind: "unavailable" });
});

describe("Amazon SNS", () => {
  const [, { source }] = PROVIDER_EVENTS[1]!;
  const receive = (fields: Readonly<Record<string, string>>) => {
    const { headers, body } = aSignedNotice(fields);
    return receiveEmailEvent(headers, body, {
      ...stage.deps,
      webhooks: stage.webhooks,
      sources: [source],
    });
  };
  beforeEach(() => {
    fetchedFromSns.length = 0;
  });
  const confirmation = {
    Type: "SubscriptionConfirmation",
    Message: "You have chosen to subscribe to the topic",
    SubscribeURL: "https://sns.eu-west-1.amazonaws.com/?Action=ConfirmSubscription",
    Token: "t",
  };

  test("has its subscription confirmed", async () => {
    expect(await receive(confirmation)).toEqual({ kind: "ignored" });
    expect(fetchedFromSns).toContain(confirmation.SubscribeURL);
  });

  test("cannot make Kindred fetch another address", async () => {
    await receive({
      ...confirmation,
      SubscribeURL: "https://sns.eu-west-1.amazonaws.com.evil.example/",
    });
    expect(fetchedFromSns.filter((url) => url.includes("evil"))).toEqual([]);
  });

  test("is refused for another topic, which anybody can create", async () => {
    const outcome = await receive({ Message: "{}", TopicArn: "arn:aws:sns:eu-west-1:9:other" });
    expect(outcome).toEqual({ kind: "refused", reason: "bad_signature" });
  });
});

/** Another text of the same length. */
const mutate = (value: string) => value.replaceAll(/[A-Za-y]/g, (it) => (it === "a" ? "b" : "a"));

/** Signatures that are in the body are changed, as an attacker would have to invent them. */
const mutateSignature = (text: string) =>
  text.replaceAll(/("(?:S|s)ignature":")([^"]{20,})/g, (_, name: string, value: string) => {
    return name + mutate(value);
  });
