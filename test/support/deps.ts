import { rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { EmailPools } from "~/email-pools";
import { PERSONAL_DATA } from "~/personal-data-registry.server";
import { createKeyring, type Keyring } from "~/privacy/keyring.server";
import type { PersonalDataRegistry } from "~/privacy/personal-data";
import { createLog, type Log } from "~/lib/log.server";
import type { Fact } from "~/jobs/handoffs";
import type { Queue } from "~/jobs/queue";
import { createJournal, type Journal } from "~/restore/journal.server";
import { NOW } from "./builders";
import { recordingMailer, type RecordingMailer } from "./recording-mailer";

const key = (fill: number) => Buffer.alloc(32, fill).toString("base64");

/** Fixed secrets, so that one test can open another's values. */
export const TEST_SECRETS = {
  active: "t1",
  encryption: { t1: key(1) },
  index: key(2),
  links: { l1: key(3) },
};

/** The app's data at Shopify. */
const TEST_APP = { apiKey: "test-key", apiSecret: "test-secret", apiSecretOld: null };
/** Created by the tests that write to it. */
const JOURNAL = join(tmpdir(), `kindred-journal-${process.pid}`);
process.once("exit", () => rmSync(JOURNAL, { recursive: true, force: true }));

export interface TestDeps {
  readonly keyring: Keyring;
  readonly personalData: PersonalDataRegistry;
  readonly queue: Queue;
  readonly log: Log;
  readonly config: {
    readonly shopify: typeof TEST_APP;
    readonly inbound: null;
    readonly emailPools: EmailPools;
  };
  readonly journal: Journal;
  /** Every announced fact in order. */
  readonly announced: { shopId: string; fact: Fact }[];
  /** Stores no emails. */
  readonly mailer: RecordingMailer;
  now: () => Date;
}

/** The dependencies of jobs besides a database: fixed keys, a clock fixed at NOW, a queue that only records. */
export function createTestDeps(): TestDeps {
  const announced: { shopId: string; fact: Fact }[] = [];
  const keyring = createKeyring(TEST_SECRETS);
  return {
    keyring,
    personalData: PERSONAL_DATA,
    journal: createJournal({ folder: JOURNAL, keyring, now: () => NOW }),
    log: createLog("silent"),
    config: { shopify: TEST_APP, inbound: null, emailPools: {} },
    announced,
    queue: {
      announce(_tx, shopId, fact) {
        announced.push({ shopId, fact });
        return Promise.resolve();
      },
      announceAll(_tx, shopIds, fact) {
        for (const shopId of new Set(shopIds)) announced.push({ shopId, fact });
        return Promise.resolve();
      },
    },
    mailer: recordingMailer(),
    now: () => NOW,
  };
}
