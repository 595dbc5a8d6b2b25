import { defineEventJob } from "~/events/define-event-job.server";
import type { PrismaClient } from "~/generated/prisma/client";
import type { Keyring } from "~/privacy/keyring.server";
import { appendReportedConsents } from "../consents/consent-store.server";
import { readReportedConsent } from "../consents/reported-consents";

interface Deps {
  readonly db: PrismaClient;
  readonly keyring: Pick<Keyring, "open" | "pseudonym">;
}

/**
 * Records consent changes reported by the checkout, the admin, other apps, the backfill and unsubscribe links
 * in the ledger. Not urgent: only the sweep starts it.
 */
export const recordConsentsJob = defineEventJob<Deps>({
  name: "delivery.record-consents",
  consumer: "consents",
  // The ledger needs the profile's address.
  after: "profiles",
  kinds: ["consent_changed"],
  limit: 500,

  async process(tx, shopId, events, { keyring }) {
    const reported = events.flatMap((event) => readReportedConsent(event) ?? []);
    await appendReportedConsents(tx, shopId, reported, { keyring });
  },
});
