import { readdir } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import { receiveSignUp } from "~/delivery/opt-in/receive-opt-in.server";
import { sendConfirmationsJob } from "~/delivery/opt-in/send-confirmations.job.server";
import { choosePreferences } from "~/pages/preferences/preference-page.server";
import { changeSuppression } from "~/delivery/suppressions/change-suppressions.server";
import { unsubscribe } from "~/feedback/unsubscribe.server";
import { addCustomerNote } from "~/profiles/customer-note-store.server";
import { eraseCustomer } from "~/privacy/erase-customer.server";
import { exportCustomer } from "~/privacy/export-customer.server";
import { form, ANONYMOUS_REQUESTER } from "../delivery/opt-in/sign-up-form";
import { hoursAgo, NOW, SHOP } from "../support/builders";
import { aResendEvent, aSoftBounce } from "../support/resend-events";
import {
  A,
  B,
  BYSTANDER,
  C,
  GUEST,
  LATE,
  SECOND,
  textsOf,
  THIRD,
  useErasureStage,
} from "./erasure-stage";
import { findTraces, findTracesInFiles, textCanary } from "./find-traces";

const stage = useErasureStage();
const {
  at,
  receive,
  provider,
  work,
  customer,
  order,
  checkout,
  mergeInto,
  plan,
  link,
  redact,
  traces,
} = stage;

const isSuppressionIndex = (trace: string) =>
  trace.startsWith("index of ") && trace.endsWith(" in suppression.email_index");

/** All stored data of customer C, formerly A and B, and a guest before that. */
async function fill() {
  const { db, deps } = stage;
  for (const email of [A.email, C.email])
    await receiveSignUp(SHOP, form({ email }), ANONYMOUS_REQUESTER, deps);
  for (const person of [A, B, C, LATE, BYSTANDER]) {
    await customer("create", person);
    await order(person, `8${person.id.slice(1)}`);
    await checkout(person, `t-${person.id}`);
  }
  await work();
  await plan(A, "m-a");
  await plan(C, "m-c1");
  await plan(BYSTANDER, "m-w");
  await work();
  await choosePreferences(
    link("preferences", C, "m-c1"),
    new URLSearchParams({ frequency: "weekly", profiling: "on", topic: "reminders" }),
    deps,
  );
  const bounce = aSoftBounce("m-a", A.email, NOW);
  const quoted = `${A.first_name} ${A.last_name} <${A.email}> is over quota`;
  await provider({
    ...bounce,
    data: { ...bounce.data, bounce: { type: "Transient", subType: "Full", message: quoted } },
  });
  await work();

  at(8);
  await customer("update", { ...C, email: SECOND });
  await work();
  await db.emailPreference.updateMany({ data: { frequency: "usual" } });
  await plan(C, "m-c2");
  await work();
  const block = { kind: "add", address: SECOND, why: "NotedNumbat wrote to us" } as const;
  await changeSuppression(SHOP, block, deps);
  await db.auditEntry.deleteMany({ where: { action: "suppression_added" } });
  await unsubscribe(link("unsubscribe", A, "m-a"), deps);

  at(16);
  await customer("update", { ...C, email: THIRD });
  await mergeInto(A, B);
  await work();
  await mergeInto(B, C);
  await receive("customers/data_request", {
    shop_domain: SHOP,
    customer: { id: C.id, email: THIRD },
  });
  await work();
  const visits = { shopId: SHOP, visitorId: "v1", startedAt: hoursAgo(2), endedAt: hoursAgo(1) };
  await db.visit.create({
    data: {
      ...visits,
      profileId: `c${C.id}`,
      pageCount: 1,
      dwellSeconds: 9,
      path: ["search"],
      searches: ["SearchedNumbat"],
      viewed: [],
    },
  });
  await db.visitorJoin.create({
    data: {
      shopId: SHOP,
      visitorId: "v1",
      proof: "click",
      proofId: "h1",
      shownAt: NOW,
      customerId: C.id,
    },
  });
  const note = { customerId: C.id, text: "NotedNumbat called" };
  expect(await addCustomerNote(db, SHOP, note, deps)).toBe(true);
  await db.profileProperty.create({
    data: {
      ...{ shopId: SHOP, profileId: `c${C.id}`, name: "Kind", value: "PropertyNumbat" },
      ...{ flowId: "f1", setAt: NOW },
    },
  });
  await db.trackingRefusal.create({ data: { shopId: SHOP, customerId: A.id } });
  // One email waits, and one was sent to a provider that did not answer.
  stage.silence(true);
  await plan(C, "m-c3");
  await work();
  await plan(C, "m-c4");
}

describe("an erasure", () => {
  test("of a customer after three merges, two new addresses and guest orders keeps the suppressions", async () => {
    const { db, deps, canaries, folder } = stage;
    const { keyring } = deps;
    await fill();
    expect(await db.messageStatus.findFirst({ where: { messageId: "m-c3" } })).toMatchObject({
      state: "sending",
    });
    const before = await traces();
    const ofLate = new Set([...textsOf(LATE), `index of ${LATE.email}`]);
    for (const { name } of canaries) expect(before.join("\n")).toContain(name);
    for (const trace of [
      `index of ${A.email} in consent_entry.email_index`,
      `${A.first_name} in email_event.detail`,
      `${A.phone} in event.sealed`,
      `${SECOND} in suppression.sealed_address`,
      `index of ${THIRD} in audit_entry.detail`,
      `file: ${A.email} in m-a.eml`,
    ]) {
      expect(before).toContain(trace);
    }
    expect(before.filter((it) => it.startsWith("log:"))).toEqual([]);

    const named = { customerId: C.id, emailIndex: null, orderIds: [] };
    const exported = JSON.stringify(await exportCustomer(db, SHOP, named, deps));
    const texts = canaries.map(({ name }) => name).filter((it) => !it.startsWith("index of"));
    expect(texts.filter((it) => !ofLate.has(it) && !exported.includes(it))).toEqual([]);
    expect(exported).not.toContain(BYSTANDER.email);

    await redact(C, THIRD);
    await work();
    const left = async () =>
      (await traces()).filter((it) => !isSuppressionIndex(it) && !ofLate.has(it.split(" in ")[0]!));
    expect((await left()).filter((it) => !it.includes(LATE.email))).toEqual([]);
    expect(await db.trackingRefusal.count()).toBe(0);
    const ledger = await db.consentEntry.findMany({ where: { emailIndex: null } });
    expect(ledger.length).toBeGreaterThan(3);
    expect(ledger.every(({ addressHash }) => addressHash === null)).toBe(true);

    // Nothing waits to be sent, and no sent email reappears as a file.
    stage.silence(false);
    at(17);
    await work();
    const open = await db.messageStatus.findMany({
      where: { messageId: { in: ["m-c3", "m-c4"] } },
    });
    expect(open.map(({ messageId, state }) => [messageId, state]).sort()).toEqual([
      // Whether the provider accepted the first attempt stays unknown.
      ["m-c3", "unknown"],
      ["m-c4", "skipped"],
    ]);
    expect(await readdir(folder)).toEqual(["m-w.eml"]);

    // Late, repeated, and in reverse order.
    await order(A, "8001", "updated");
    await checkout(B, "t-7002", "update");
    await customer("update", { ...C, email: SECOND });
    await provider(aResendEvent({ type: "email.complained", messageId: "m-a", to: A.email }));
    const again = aSoftBounce("m-c1", C.email, NOW);
    await provider({
      ...again,
      data: { ...again.data, bounce: { type: "Transient", message: `${C.last_name} is away` } },
    });
    await mergeInto(LATE, C);
    await work();
    await redact(C, THIRD);
    await work();
    expect((await traces()).filter((it) => !isSuppressionIndex(it))).toEqual([]);
    expect(await db.suppression.count({ where: { reason: "complaint" } })).toBe(1);
    expect(await db.profile.count({ where: { marketingState: "redacted" } })).toBe(4);

    const others = textsOf(BYSTANDER).map(textCanary);
    const remaining = (await findTraces(db, keyring, others)).map((it) => it.split(" in ")[0]);
    expect(new Set(remaining)).toEqual(new Set(textsOf(BYSTANDER)));
  });

  test("of a guest removes requests under the address, and the files", async () => {
    const { deps, folder } = stage;
    await receiveSignUp(SHOP, form({ email: GUEST }), ANONYMOUS_REQUESTER, deps);
    await sendConfirmationsJob.run(SHOP, deps, new AbortController().signal);
    const guest = [
      textCanary(GUEST),
      { name: "index", bytes: deps.keyring.blindIndex(SHOP, GUEST) },
    ];
    const found = async () => [
      ...(await findTraces(deps.db, deps.keyring, guest)),
      ...(await findTracesInFiles(folder, guest)),
    ];
    expect((await found()).join()).toContain("consent_entry.email_index");
    const request = { requestKey: "r1", customerId: null, email: GUEST, orderIds: [] };
    await eraseCustomer(SHOP, request, deps);
    expect(await found()).toEqual([]);
  });

  test("keeps the data of another customer under a previously shared address", async () => {
    const { deps } = stage;
    await customer("create", A);
    await work();
    await customer("update", { ...A, email: SECOND });
    at(1);
    await customer("create", { ...BYSTANDER, email: A.email });
    await work();
    const emailIndex = deps.keyring.blindIndex(SHOP, A.email);
    await deps.db.emailPreference.create({
      data: { shopId: SHOP, emailIndex, topicsOff: ["news"], updatedAt: NOW },
    });
    const request = { requestKey: "r1", customerId: A.id, email: SECOND, orderIds: [] };
    await eraseCustomer(SHOP, request, deps);
    expect(await deps.db.emailPreference.count({ where: { emailIndex } })).toBe(1);
    expect(await deps.db.profile.count({ where: { emailIndex } })).toBe(1);
  });
});
