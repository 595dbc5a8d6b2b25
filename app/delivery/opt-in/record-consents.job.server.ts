import {
  advanceCursor,
  selectShopsBehind,
  lockCursor,
  readEvents,
} from "~/events/event-store.server";
import type { PrismaClient } from "~/generated/prisma/client";
import { defineJob } from "~/jobs/job.server";
import type { Keyring } from "~/privacy/keyring.server";
import { appendReportedConsents } from "../consents/consent-store.server";
import { readReportedConsent } from "../consents/reported-consents";

interface Deps {
  readonly db: PrismaClient;
  readonly keyring: Pick<Keyring, "open" | "pseudonym">;
}

const CONSUMER = "consents";
/** The ledger needs the profile's address. */
const FOLLOWS = "profiles";
const SLICE = 500;

/**
 * Records consent changes reported by the checkout, the admin, other apps, the backfill and unsubscribe links
 * in the ledger. Not urgent: only the sweep starts it.
 */
export const recordConsentsJob = defineJob<Deps>({
  name: "delivery.record-consents",
  selectDueShops: () => selectShopsBehind(CONSUMER, FOLLOWS),

  async run(shopId, { db, keyring }) {
    return db.$transaction(async (tx) => {
      await lockCursor(tx, shopId, CONSUMER);
      const slice = await readEvents(
        tx,
        shopId,
        { consumer: CONSUMER, upTo: FOLLOWS, kinds: ["consent_changed"], limit: SLICE },
        { keyring },
      );
      const reported = slice.events.flatMap((event) => readReportedConsent(event) ?? []);
      await appendReportedConsents(tx, shopId, reported, { keyring });
      await advanceCursor(tx, shopId, CONSUMER, slice.readTo);
      return { more: slice.more };
    });
  },
});
