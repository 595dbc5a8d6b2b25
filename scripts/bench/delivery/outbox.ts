import { drainOutboxJob } from "~/delivery/outbox/drain-outbox.job.server";
import type { Mailer } from "~/delivery/mailer";
import type { PrismaClient } from "~/generated/prisma/client";
import { createCachedCompiler } from "~/messages/composing/compile-cached.server";
import type { Keyring } from "~/privacy/keyring.server";
import { createRecommendationSource } from "~/recommendations/recommendation-source.server";
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
const LOAD: EmailLoad = { emailsAShop: 5_000, warmUp: 4_000 };
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
    title: "Out of the outbox",
    intro: [
      `${EMAILS} emails of ${SHOP_IDS.length} shops that are composed, sealed and in batches of 100: who must not be emailed any more is left out, the rest opened, handed to a local Resend in a process of its own, and settled. The rate is that of all but the first ${LOAD.warmUp}, by the provider's clock, as under “Emails sent”, which holds what comes before too. Guide: at least ${GOAL}/s.`,
      "What it costs grows with the emails, and by batches rather than one by one: a batch of 100 is taken up in one transaction, handed over by one call and settled in another, so that a shop with a single email pays for a batch what a shop with a hundred does. How many emails a shop has sent before does not matter: what is due is found by an index of shop and time. With more processes the rate is that of the database, and in the end the provider's: at 2 to 5 calls a second Resend takes 200 to 500 emails a second.",
    ],
    columns: ["", "emails/s", "CPU ms an email", "guide"],
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
    config: { publicUrl: "https://mail.kettle.example" },
  };
  const { signal } = new AbortController();
  for (const shopId of SHOP_IDS) {
    while ((await db.messageStatus.count({ where: { shopId, state: "planned" } })) > 0) {
      await drainOutboxJob.run(shopId, deps, signal);
    }
  }
  await db.$executeRaw`
    update email_batch set next_attempt_at = now() - interval '1 second', lease_until = null`;
  await db.$executeRawUnsafe("analyze");
}
