import type { Config } from "~/config";
import type { PrismaClient } from "~/generated/prisma/client";
import type { Log } from "~/lib/log.server";
import { inSpan } from "~/lib/traces.server";
import type { EmailConfig } from "~/email-config";
import type { Keyring } from "~/privacy/keyring.server";
import type { Mailer } from "../mailer";
import { countOutcomes } from "../mailers/count-outcomes";
import { createMailer } from "../mailers/create-mailer.server";
import { createMailers, type Mailers } from "../mailers/create-mailers.server";
import { guardSender } from "../sender/guard-sender.server";
import { listPooledShops } from "./email-pool-store.server";

interface OpenDeps {
  readonly config: Pick<Config, "email" | "emailPools" | "inbound" | "kindredSender">;
  readonly db: PrismaClient;
  readonly now: () => Date;
  readonly keyring: Pick<Keyring, "signAddress">;
  readonly log: Pick<Log, "error">;
}

/** The mailers of all configured pools, which count what they send. */
export function openMailers(
  deps: OpenDeps,
  count: (provider: string, outcome: string, emails: number) => void,
): Mailers {
  const { config, db, log } = deps;
  const mailerOf = (email: EmailConfig) => {
    const counted = countOutcomes(createMailer({ ...config, email }, deps), count, inSpan);
    return guardSender(counted, { ...deps, ...config });
  };
  const pools = Object.entries(config.emailPools).map(([name, email]): [string, Mailer] => [
    name,
    mailerOf(email),
  ]);
  return createMailers({
    default: mailerOf(config.email),
    pools: Object.fromEntries(pools),
    listPooledShops: () => listPooledShops(db),
    log,
  });
}
