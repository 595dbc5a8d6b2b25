import {
  advanceCursor,
  listShopsBehind,
  lockCursor,
  readEvents,
} from "~/events/event-store.server";
import type { PrismaClient } from "~/generated/prisma/client";
import { defineJob } from "~/jobs/job.server";
import type { Keyring } from "~/privacy/keyring.server";
import { appendTold } from "./consent-store.server";
import { toldConsent } from "./told-consents";

interface Deps {
  readonly db: PrismaClient;
  readonly keyring: Pick<Keyring, "open" | "pseudonym">;
}

const CONSUMER = "consents";
/** The ledger goes by address, which the profile has. */
const FOLLOWS = "profiles";
const SLICE = 500;

/**
 * Writes into the ledger what others told of consent: the checkout, the admin,
 * another app, the back-fill, the link in a mail. Nobody waits for it: the sweep
 * alone wakes it.
 */
export const keepConsentsJob = defineJob<Deps>({
  name: "delivery.keep-consents",
  listDueShops: (db) => listShopsBehind(db, CONSUMER, FOLLOWS),

  async run(shopId, { db, keyring }) {
    return db.$transaction(async (tx) => {
      await lockCursor(tx, shopId, CONSUMER);
      const slice = await readEvents(
        tx,
        shopId,
        { consumer: CONSUMER, upTo: FOLLOWS, kinds: ["consent_changed"], limit: SLICE },
        { keyring },
      );
      const told = slice.events.flatMap((event) => toldConsent(event) ?? []);
      await appendTold(tx, shopId, told, { keyring });
      await advanceCursor(tx, shopId, CONSUMER, slice.readTo);
      return { more: slice.more };
    });
  },
});
