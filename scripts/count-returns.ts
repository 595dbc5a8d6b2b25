/**
 * Counts how often the data of a walk returns to a stage that it has left: `npm run count-returns`.
 *
 * `scripts/walks/` has one list a walk: the files that the data reaches, in the order of the calls, and an empty line
 * where another request or job takes over. A file that is reached twice is listed twice. `baseline/` has the lists of
 * the same walks at commit 79223a8. Only stages count: foundations, routes and page models belong to none. The second
 * pair of figures leaves out stages that go on after they called an earlier one.
 */
import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { countReturns } from "./walks/count-returns-to-stages";

const WALKS = "scripts/walks";

for (const file of readdirSync(WALKS).filter((name) => name.endsWith(".txt"))) {
  const before = countReturns(readWalk(join(WALKS, "baseline", file)));
  const after = countReturns(readWalk(join(WALKS, file)));
  const left = (returns: typeof after) => returns.filter(({ goesOn }) => !goesOn).length;
  const name = basename(file, ".txt").replaceAll("-", " ");
  console.log(`${name}: ${before.length} -> ${after.length}`);
  console.log(`  to a stage that was left: ${left(before)} -> ${left(after)}`);
  for (const { stage, path, goesOn } of after)
    console.log(`  ${goesOn ? "on in" : "back to"} ${stage}: ${path}`);
}

function readWalk(path: string): string[][] {
  const processes = readFileSync(path, "utf8").split("\n\n");
  return processes.map((paths) => paths.split("\n").filter(Boolean));
}
