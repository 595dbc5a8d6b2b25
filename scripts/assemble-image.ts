/**
 * Copies everything that an installation needs to a folder: the content of the container image (Dockerfile), and a way to
 * run Kindred without one. Needs a build.
 *
 *   npm run assemble -- FOLDER
 */
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

interface Package {
  readonly scripts: Readonly<Record<string, string>>;
  readonly dependencies: Readonly<Record<string, string>>;
}

/** The commands of an installation. */
const COMMANDS = [
  ...["start", "worker", "migrate", "keys", "restore", "email-pool", "route", "move-shop"],
];
const FILES = ["build/bundle", "build/client", "prisma/schema.prisma", "prisma/migrations"];
const PROGRAMS = ["scripts/run.mjs", "LICENSE", ".env.example"];
/** Parts of packages that only editors and debuggers read. */
const UNUSED = /\.(?:map|d\.[cm]?ts|md)$/;

const [folder, ...rest] = process.argv.slice(2);
if (folder === undefined || rest.length > 0) {
  console.error("npm run assemble -- FOLDER");
  process.exit(2);
}
if (!existsSync("build/bundle/start.js")) {
  console.error("There is no build. Run `npm run build` first.");
  process.exit(1);
}

const { scripts, dependencies, ...about } = JSON.parse(
  readFileSync("package.json", "utf8"),
) as Package & Readonly<Record<string, unknown>>;
mkdirSync(folder, { recursive: true });
for (const path of [...FILES, ...PROGRAMS]) {
  cpSync(path, join(folder, path), { recursive: true });
}
for (const name of Object.keys(dependencies)) {
  cpSync(`node_modules/${name}`, join(folder, "node_modules", name), {
    recursive: true,
    filter: (path) => !UNUSED.test(path),
  });
}
const commands = Object.entries(scripts).filter(([name]) => COMMANDS.includes(name));
const { name, version, license, type, engines } = about;
const installed = {
  ...{ name, version, private: true, license, type, engines },
  ...{ scripts: Object.fromEntries(commands), dependencies },
};
writeFileSync(join(folder, "package.json"), `${JSON.stringify(installed, null, 2)}\n`);
