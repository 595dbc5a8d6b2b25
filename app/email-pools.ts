import { z } from "zod";
import {
  EMAIL_SECRETS,
  emailOf,
  EmailEnv,
  findEmailProblems,
  type EmailConfig,
} from "./email-config";
import { parseJson } from "./lib/parse-json";
import { PoolName } from "./lib/pool-name";
import { isPredictableSecret } from "./weak-settings";

/** Email that Kindred receives belongs to the installation, not to a pool. */
const Variables = EmailEnv.omit({
  INBOUND_IMAP_URL: true,
  INBOUND_SECRET: true,
  BOUNCE_ADDRESS: true,
  UNSUBSCRIBE_ADDRESS: true,
}).strict();
const Pools = z.record(PoolName, z.record(z.string(), z.string()));

/** Further accounts at email providers, each for a pool of shops, by the pool's name. */
export type EmailPools = Readonly<Record<string, EmailConfig>>;

interface ReadPools {
  readonly pools: EmailPools;
  /** One line each. */
  readonly problems: readonly string[];
}

/** Reads the accounts of pools: JSON of pool name -> the provider's variables. */
export function readEmailPools(text: string | undefined, isProduction: boolean): ReadPools {
  if (!text) return { pools: {}, problems: [] };
  const parsed = Pools.safeParse(parseJson(text));
  if (!parsed.success) {
    const problem = `  ${VARIABLE}: must be JSON of pools, each a name in small letters with the variables of a provider`;
    return { pools: {}, problems: [problem] };
  }
  const pools: Record<string, EmailConfig> = {};
  const problems: string[] = [];
  for (const [name, variables] of Object.entries(parsed.data)) {
    const read = readPool(variables, isProduction);
    problems.push(...read.problems.map((problem) => `  ${VARIABLE}.${name}.${problem.trim()}`));
    if (read.config) pools[name] = read.config;
  }
  return { pools, problems };
}

const VARIABLE = "KINDRED_EMAIL_POOLS";

function readPool(variables: Readonly<Record<string, string>>, isProduction: boolean) {
  const parsed = Variables.safeParse(variables);
  const invalid = parsed.error?.issues.map(({ path, message }) => `${path.join(".")}: ${message}`);
  const weak = EMAIL_SECRETS.filter(
    (name) => isProduction && isPredictableSecret(variables[name] ?? null),
  ).map((name) => `${name}: is too short, or too simple to be a secret`);
  // A pool needs a provider, also where the default may do without.
  const lacking = findEmailProblems(variables, isProduction);
  const config = parsed.data ? emailOf(parsed.data, "") : null;
  if (config?.driver === "outbox" && lacking.length === 0) lacking.push("has no provider");
  return { config, problems: [...(invalid ?? []), ...weak, ...lacking] };
}
