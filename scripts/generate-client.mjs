// Generates the Prisma client if the schema or Prisma itself is newer: for the build, which bundles it, and after the
// installation of the development packages. An installation without them needs no Prisma.
import { spawnSync } from "node:child_process";
import { existsSync, statSync } from "node:fs";

const CLIENT = "app/generated/prisma/client.ts";
const INPUTS = ["prisma/schema.prisma", "node_modules/prisma/package.json"];

const changedMs = (path) => statSync(path).mtimeMs;
const isInstalled = existsSync("node_modules/prisma");

if (
  isInstalled &&
  (!existsSync(CLIENT) || INPUTS.some((path) => changedMs(path) > changedMs(CLIENT)))
) {
  const { status } = spawnSync("prisma", ["generate", "--no-hints"], {
    stdio: ["ignore", "ignore", "inherit"],
    shell: process.platform === "win32",
  });
  process.exitCode = status ?? 1;
}
