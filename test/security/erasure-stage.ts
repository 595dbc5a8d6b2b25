import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Writable } from "node:stream";
import { afterAll, beforeAll, beforeEach } from "vitest";
import type { Database } from "~/db.server";
import type { Mailer } from "~/delivery/mailer";
import { outboxMailer } from "~/delivery/mailers/mailer.outbox.server";
import { recordConsentsJob } from "~/delivery/opt-in/record-consents.job.server";
import { sendConfirmationsJob } from "~/delivery/opt-in/send-confirmations.job.server";
import { drainOutboxJob } from "~/delivery/outbox/drain-outbox.job.server";
import { advanceCursor, findLastSeq } from "~/events/event-store.server";
import { drainInboxJob } from "~/events/inbox/drain-inbox.job.server";
import { recordWebhooks } from "~/events/inbox/inbox-store.server";
import { EMAIL_TOPIC } from "~/events/inbox/email-topic";
import { applyEmailEventsJob } from "~/feedback/email-events/apply-email-events.job.server";
import { HANDOFFS } from "~/jobs/handoffs";
import { startPgBossQueue, type PgBossQueue } from "~/jobs/queue.pg-boss.server";
import { createLog } from "~/lib/log.server";
import { projectProfilesJob } from "~/profiles/projection/project-profiles.job.server";
import { daysAgo, NOW, SHOP } from "../support/builders";
import { openOwnDatabase } from "../support/database";
import { addSendingShop, outboxDeps, storePlannedEmail } from "../support/outbox-stage";
import { emptyTables } from "../support/stored-rows";
import {
  findTraces,
  findTracesInFiles,
  findTracesInText,
  textCanary,
  type Canary,
} from "./find-traces";

const { signal } = new AbortController();

/** A customer's canaries: no two people share one. */
const personNamed = (word: string, id: string) => ({
  id,
  email: `${word}@mailbox.example`,
  first_name: `First${word}`,
  last_name: `Last${word}`,
  phone: `+44${id}55501`,
  default_address: {
    address1: `${id} ${word} Street`,
    city: `${word}ville`,
    zip: `ZP${id}`,
    country_code: "GB",
  },
});
export const A = personNamed("quokka", "7001");
export const B = personNamed("wombat", "7002");
export const C = personNamed("numbat", "7003");
export const LATE = personNamed("dugong", "7004");
export const BYSTANDER = personNamed("walrus", "7009");
export const SECOND = "numbat-two@mailbox.example";
export const THIRD = "numbat-three@mailbox.example";
export const GUEST = "numbat-guest@mailbox.example";
export type PersonData = typeof A;
export const textsOf = ({
  email,
  first_name,
  last_name,
  phone,
  default_address: home,
}: PersonData) => [
  ...[email, first_name, last_name, phone],
  ...[home.address1, home.city, home.zip],
];
const received = ["SearchedNumbat", "NotedNumbat", "PropertyNumbat"];
const emails = [A.email, B.email, C.email, SECOND, THIRD];

/** A shop whose emails are files, with a real queue and a stored log: one per test file. */
export function useErasureStage() {
  let folder: string;
  let log: string;
  let database: Database;
  let queue: PgBossQueue;
  let deps: ReturnType<typeof outboxDeps>;
  let isSilent: boolean;
  let canaries: readonly Canary[];

  beforeAll(async () => {
    database = await openOwnDatabase();
    const names = [...new Set(Object.values(HANDOFFS).flat())];
    queue = await startPgBossQueue(database, names, () => undefined);
  });
  afterAll(async () => {
    await queue.stop();
    await database.close();
  });
  beforeEach(async () => {
    await emptyTables(database.db);
    folder = await mkdtemp(join(tmpdir(), "kindred-erasure-"));
    log = "";
    isSilent = false;
    const files = outboxMailer({ folder });
    const mailer: Mailer = {
      ...files,
      sendBatch: async (batch) =>
        isSilent ? { kind: "ambiguous", detail: "no answer" } : files.sendBatch(batch),
    };
    const written = new Writable({
      write(chunk, _encoding, done) {
        log += String(chunk);
        done();
      },
    });
    deps = Object.assign(outboxDeps(database), {
      queue,
      mailer,
      log: createLog("trace", written),
    });
    const { keyring } = deps;
    canaries = [...[A, B, C, LATE].flatMap(textsOf), ...[SECOND, THIRD, ...received]]
      .map(textCanary)
      .concat(
        [...emails, LATE.email].map((it) => ({
          name: `index of ${it}`,
          bytes: keyring.blindIndex(SHOP, it),
        })),
      );
    await addSendingShop(deps.db, SHOP);
    await deps.db.settings.updateMany({
      data: { sending: { senderAddress: "hello@kettle.example", optInRule: "double" } },
    });
    return () => rm(folder, { recursive: true });
  });

  let hooks = 0;
  async function receive(topic: string, body: object, webhookId = `w${(hooks += 1)}`) {
    const webhook = {
      shopId: SHOP,
      webhookId,
      topic,
      eventId: null,
      apiVersion: null,
      triggeredAt: deps.now(),
      receivedAt: deps.now(),
      body: new TextEncoder().encode(JSON.stringify(body)),
    };
    await deps.db.$transaction((tx) => recordWebhooks(tx, [webhook], deps));
  }
  const provider = (event: object) => {
    const id = `${EMAIL_TOPIC}e${(hooks += 1)}`;
    return receive(`${EMAIL_TOPIC}resend`, event, id);
  };
  async function work() {
    while ((await drainInboxJob.run(SHOP, deps, signal)).more);
    await advanceCursor(deps.db, SHOP, "catalog", await findLastSeq(deps.db, SHOP));
    while ((await projectProfilesJob.run(SHOP, deps, signal)).more);
    await recordConsentsJob.run(SHOP, deps, signal);
    await applyEmailEventsJob.run(SHOP, deps, signal);
    await sendConfirmationsJob.run(SHOP, deps, signal);
    while ((await drainOutboxJob.run(SHOP, deps, signal)).more);
  }
  const at = (day: number) => (deps.now = () => daysAgo(-day));
  const times = () => ({ created_at: daysAgo(30), updated_at: deps.now() });
  const customer = (topic: string, person: object) =>
    receive(`customers/${topic}`, {
      ...person,
      ...times(),
      email_marketing_consent: {
        state: "subscribed",
        opt_in_level: "confirmed_opt_in",
        consent_updated_at: daysAgo(29),
      },
    });
  const order = (person: PersonData, orderId: string, topic = "create") =>
    receive(`orders/${topic}`, {
      id: orderId,
      customer: person,
      email: person.email,
      shipping_address: person.default_address,
      created_at: daysAgo(20),
      updated_at: deps.now(),
      currency: "GBP",
      total_price: "24.00",
      line_items: [],
    });
  const checkout = (person: PersonData, token: string, topic = "create") =>
    receive(`checkouts/${topic}`, {
      token,
      customer: person,
      email: person.email,
      abandoned_checkout_url: `https://kettle.example/${person.first_name}`,
      created_at: daysAgo(19),
      updated_at: deps.now(),
      total_price: "24.00",
      line_items: [],
    });
  const mergeInto = (gone: PersonData, kept: PersonData) =>
    receive("customers/merge", {
      status: "completed",
      admin_graphql_api_customer_deleted_id: `gid://shopify/Customer/${gone.id}`,
      admin_graphql_api_customer_kept_id: `gid://shopify/Customer/${kept.id}`,
    });
  const plan = (person: PersonData, messageId: string) =>
    storePlannedEmail(deps, {
      customerId: person.id,
      messageId,
      // A person has several within a day.
      intent: { repeatDays: 0 },
      message: { nextRunAt: NOW, expiresAt: daysAgo(-30) },
    });
  const link = (purpose: string, person: PersonData, messageId: string) =>
    deps.keyring.signLink(purpose, `${SHOP}/c${person.id}/${messageId}`);
  const redact = (person: PersonData, email: string) =>
    receive("customers/redact", {
      shop_domain: SHOP,
      customer: { id: person.id, email, phone: person.phone },
      orders_to_redact: ["8003"],
    });
  const traces = async () => [
    ...(await findTraces(deps.db, deps.keyring, canaries)),
    ...(await findTracesInFiles(folder, canaries)).map((it) => `file: ${it}`),
    ...findTracesInText(log, canaries).map((it) => `log: ${it}`),
  ];

  return {
    get deps() {
      return deps;
    },
    get db() {
      return deps.db;
    },
    get folder() {
      return folder;
    },
    get canaries() {
      return canaries;
    },
    /** From here on it is unknown whether the provider accepted an email. */
    silence(isOn: boolean) {
      isSilent = isOn;
    },
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
  };
}
