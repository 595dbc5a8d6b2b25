import { drainOutboxJob } from "~/delivery/outbox/drain-outbox.job.server";
import type { Mailer } from "~/delivery/mailer";
import type { PrismaClient } from "~/generated/prisma/client";
import { createCachedCompiler } from "~/messages/compiling/compile-cached.server";
import type { Keyring } from "~/privacy/keyring.server";
import { createRecommendationSource } from "~/recommendations/lists/recommendation-source.server";
import { createDatabase, type DatabaseName } from "../main-job/databases";
import {
  emailsOf,
  measureEmails,
  planAllEmails,
  SHOP_IDS,
  type EmailLoad,
} from "../main-job/emails/emails";
import { jobDeps } from "../main-job/emails/trained-models";
import { median, roundSignificant } from "../statistics";
import type { Table } from "../table";

const GOAL = 4_000;
/** Enough for several seconds, so that the code is compiled. */
const LOAD: EmailLoad = { emailsAShop: 2_000, warmUp: 2_000 };
const EMAILS = emailsOf(LOAD);

/** Composed and frozen emails in batches: sent to a local Resend and settled. */
export async function benchOutbox(
  databases: readonly DatabaseName[],
  repeats: number,
): Promise<Table> {
  const rows: (string | number)[][] = [];
  for (const name of databases) {
    const prepared = await createDatabase(name);
    await prepared.use(async ({ db }, keyring) => {
      await planAllEmails(db, keyring, LOAD, null);
      await freezeAll(db, keyring);
    });
    const results = [];
    for (let i = 0; i < repeats; i++) {
      results.push(await measureEmails(prepared, { does: "drain", processes: 1 }, LOAD));
    }
    const perSecond = median(results.map((result) => result.perSecond));
    rows.push([
      name,
      roundSignificant(perSecond),
      roundSignificant(median(results.map(({ cpuMs }) => cpuMs / EMAILS))),
      perSecond >= GOAL ? "met" : "missed",
    ]);
    await prepared.remove();
  }
  return {
    title: "Outbox throughput",
    intro: [
      `${EMAILS} emails of ${SHOP_IDS.length} shops that are composed, sealed and in batches of 100. Recipients who may no longer be emailed are left out; the other emails are opened, handed to a local Resend in its own process, and settled. The rate is for all but the first ${LOAD.warmUp}, by the provider's clock, as under “Emails sent”, which also includes the earlier steps. Guide: at least ${GOAL}/s.`,
      "The cost grows with the number of batches: a batch of 100 is claimed in one transaction, handed over in one call and settled in another transaction, so a batch with one email costs a shop as much as a batch with a hundred. The number of emails that a shop has sent before does not matter, because due messages are found by an index of shop and time. With more processes the database limits the rate, and finally the provider: at 2 to 5 calls a second Resend takes 200 to 500 emails a second.",
    ],
    columns: ["", "emails/s", "CPU ms per email", "guide"],
    rows,
  };
}

/** Composes all planned emails for a provider that never answers; then all batches are due again. */
async function freezeAll(db: PrismaClient, keyring: Keyring): Promise<void> {
  const silent: Mailer = {
    name: "resend",
    sendBatch: () => Promise.resolve({ kind: "ambiguous", detail: "no answer" }),
  };
  const base = jobDeps(db, keyring);
  const deps = {
    ...base,
    mailer: silent,
    recommendations: createRecommendationSource(base),
    compile: createCachedCompiler(SHOP_IDS.length * 10, base),
    config: { publicUrl: "https://mail.kettle.example", inbound: null },
  };
  const { signal } = new AbortController();
  for (const shopId of SHOP_IDS) {
    while ((await db.messageStatus.count({ where: { shopId, state: "planned" } })) > 0) {
      await drainOutboxJob.run(shopId, deps, signal);
    }
  }
  await db.$executeRaw`
    update email_batch set next_run_at = now() - interval '1 second', lease_until = null`;
  await db.$executeRawUnsafe("analyze");
}
