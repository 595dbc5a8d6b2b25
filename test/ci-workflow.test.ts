import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

const workflow = readFileSync(".github/workflows/ci.yml", "utf8");

test("GitHub runs exactly what .ci/run does, with read access and pinned actions", () => {
  expect(workflow.match(/^ +- run: .*$/gm)).toEqual(["      - run: .ci/run"]);
  expect(workflow).toContain("permissions:\n  contents: read\n");
  expect(workflow).not.toContain("write");
  const actions = [...workflow.matchAll(/uses: (\S+)/g)].map(([, action]) => action!);
  expect(actions.filter((action) => !/@[0-9a-f]{40}$/.test(action))).toEqual([]);
});
