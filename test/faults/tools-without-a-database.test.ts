import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { generateKeyringSecrets } from "~/privacy/keyring.server";
import { freePort } from "../support/app-process";

const dataFolder = mkdtempSync(join(tmpdir(), "kindred-no-database-"));
afterAll(() => rmSync(dataFolder, { recursive: true }));

function run(command: string, databaseUrl: string) {
  const [tool, ...args] = command.split(" ");
  return spawnSync(process.execPath, ["--import", "tsx", `scripts/${tool}.ts`, ...args], {
    encoding: "utf8",
    env: {
      ...process.env,
      DATABASE_URL: databaseUrl,
      KINDRED_DATA: dataFolder,
      KINDRED_KEYS: JSON.stringify(generateKeyringSecrets()),
    },
  });
}

test.each(["migrate", "restore", "keys check", "email-pool"])(
  "%s needs a database, and makes none",
  (tool) => {
    const { status, stdout, stderr } = run(tool, "");
    expect(stdout).toBe("");
    expect(stderr).toBe(
      `DATABASE_URL is not set, and there is no embedded database in ${join(dataFolder, "db")}.\n`,
    );
    expect(status).toBe(1);
    expect(readdirSync(dataFolder)).toEqual([]);
  },
);

test.each(["migrate", "restore"])(
  "%s says in one line that the database cannot be reached",
  async (tool) => {
    const address = `127.0.0.1:${await freePort()}`;
    const { status, stdout, stderr } = run(tool, `postgresql://kindred@${address}/kindred`);
    expect(stdout).toBe("");
    expect(stderr).toBe(
      `The database of DATABASE_URL cannot be used: connect ECONNREFUSED ${address}\n`,
    );
    expect(status).toBe(1);
  },
);
