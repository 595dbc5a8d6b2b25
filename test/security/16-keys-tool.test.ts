import { spawnSync } from "node:child_process";
import { expect, test } from "vitest";
import { KeyringJson } from "~/config";
import { generateKeyringSecrets } from "~/privacy/keyring.server";

const OLD = generateKeyringSecrets();

test("npm run keys -- rotate prints two keyrings, in the order of deployment", () => {
  const { stdout } = spawnSync(process.execPath, ["--import", "tsx", "scripts/keys.ts", "rotate"], {
    encoding: "utf8",
    env: { ...process.env, KINDRED_KEYS: JSON.stringify(OLD) },
  });
  const printed = stdout
    .split("\n")
    .filter((line) => line.startsWith("{"))
    .map((line) => KeyringJson.parse(line));
  expect(printed.map(({ active }) => active === OLD.active)).toEqual([true, false]);
  expect(printed.map(({ links }) => Object.keys(links)[0] === "l1")).toEqual([true, false]);
  expect(printed[0]!.encryption).toEqual(printed[1]!.encryption);
  expect(stdout.indexOf("add")).toBeLessThan(stdout.indexOf("use"));
});
