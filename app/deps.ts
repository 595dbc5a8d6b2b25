import type { PrismaClient } from "~/generated/prisma/client";
import type { Queue } from "~/jobs/queue";
import type { Log } from "~/lib/log.server";
import type { Keyring } from "~/privacy/keyring.server";

interface Common {
  readonly db: PrismaClient;
  readonly keyring: Keyring;
  readonly queue: Queue;
  readonly log: Log;
  readonly now: () => Date;
}

/** The named ones of the dependencies that many functions take: `CommonDeps<"db" | "now">`. */
export type CommonDeps<Key extends keyof Common> = Pick<Common, Key>;
