import "./load-env";
import { KeyringJson, parseConfig, type KeyringSecrets } from "~/config";
import { acrossShops } from "~/db-scope.server";
import type { Database } from "~/db.server";
import { listMissingKeys } from "~/privacy/check-keys.server";
import { generateKeyringSecrets, rotateKeyring } from "~/privacy/keyring.server";
import { retireKey } from "~/privacy/retire-key.server";
import { countSealedByKey, listUsedKeys } from "~/privacy/used-key-store.server";
import { openToolDatabase } from "./open-tool-database";
import { runTool } from "./run-tool";

const USAGE = `npm run -s keys                  prints a new keyring for KINDRED_KEYS
npm run -s keys -- rotate        prints two with new keys: for all processes first "add", then "use"
npm run -s keys -- check         prints how many values each key sealed, and which keys are missing
npm run -s keys -- retire ID     lets processes start without an old key that nothing needs

The last three read the present keyring from KINDRED_KEYS.`;

const [command, keyId, ...rest] = process.argv.slice(2);

if (command === undefined) {
  console.log(JSON.stringify(generateKeyringSecrets()));
} else if (command === "rotate" && keyId === undefined) {
  const { add, use } = rotateKeyring(presentKeyring(), `k${Date.now().toString(36)}`);
  console.log(`1. add: set this for every process, and restart them one by one

${JSON.stringify(add)}

2. use: once every process runs with the first, set this and restart them one by one

${JSON.stringify(use)}`);
} else if (command === "check" && keyId === undefined) {
  await withDatabase((database) => check(database, presentKeyring()));
} else if (command === "retire" && keyId !== undefined && rest.length === 0) {
  await withDatabase(async ({ db }) => {
    const why = await retireKey(db, presentKeyring(), keyId, new Date());
    if (why !== null) fail(`${keyId} cannot go: ${why}.`);
    else console.log(`${keyId} is not needed any more: take it out of KINDRED_KEYS.`);
  });
} else {
  fail(USAGE);
}

async function check({ db }: Database, secrets: KeyringSecrets): Promise<void> {
  const [used, sealed] = [await listUsedKeys(db), await countSealedByKey(db)];
  const keyIds = new Set([...Object.keys(secrets.encryption), ...sealed.map((it) => it.keyId)]);
  for (const id of keyIds) {
    const values = sealed.filter((it) => it.keyId === id);
    const total = values.reduce((sum, { rows }) => sum + rows, 0);
    const words = [
      id === secrets.active ? "active" : null,
      id in secrets.encryption ? null : "MISSING",
    ];
    console.log([`seal ${id}:`, `${total} values`, ...words.filter(Boolean)].join("  "));
    for (const { table, column, rows } of values) console.log(`  ${rows}  ${table}.${column}`);
  }
  for (const { purpose, keyId, firstUsedAt } of used) {
    if (purpose === "link")
      console.log(`link ${keyId}: signed since ${firstUsedAt.toISOString().slice(0, 10)}`);
  }
  const missing = listMissingKeys(secrets, used).map((it) => `${it.purpose} ${it.keyId}`);
  const unknown = sealed
    .filter((it) => !(it.keyId in secrets.encryption))
    .map((it) => `seal ${it.keyId}`);
  const all = [...new Set([...missing, ...unknown])];
  if (all.length > 0) fail(`KINDRED_KEYS lacks ${all.join(", ")}: put them back.`);
  else console.log("No key is missing.");
}

function presentKeyring(): KeyringSecrets {
  const present = KeyringJson.safeParse(process.env.KINDRED_KEYS ?? "");
  if (present.success) return present.data;
  console.error("KINDRED_KEYS does not hold a keyring. Set it to the present one.");
  process.exit(2);
}

function withDatabase(work: (database: Database) => Promise<void>): Promise<void> {
  return runTool(async () => {
    const database = await openToolDatabase(parseConfig(process.env));
    try {
      await acrossShops("operate", () => work(database));
    } finally {
      await database.close();
    }
  });
}

function fail(text: string): void {
  console.error(text);
  process.exitCode = 2;
}
