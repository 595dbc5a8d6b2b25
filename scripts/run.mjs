// The commands of an installation: `node scripts/run.mjs start`, `migrate`, `keys`, `restore`, `email-pool`, `route`, `move-shop`.
// JavaScript, so that also a Node that is too old for TypeScript can say so.
import { existsSync } from "node:fs";

const OLDEST = [22, 18];
const [, , name, ...args] = process.argv;
const program = new URL(`../build/bundle/${name}.js`, import.meta.url);
const [major, minor] = process.versions.node.split(".").map(Number);

if (major < OLDEST[0] || (major === OLDEST[0] && minor < OLDEST[1])) {
  fail(`Kindred needs Node ${OLDEST.join(".")} or later; this is ${process.versions.node}.`);
} else if (!existsSync(program)) {
  fail("There is no build. Run `npm run build` first.");
} else {
  process.argv.splice(2, Infinity, ...args);
  await import(program.href);
}

function fail(text) {
  console.error(text);
  process.exitCode = 1;
}
