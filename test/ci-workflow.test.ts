import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

const readWorkflow = (name: string) => readFileSync(`.github/workflows/${name}.yml`, "utf8");

const commandsOf = (workflow: string) =>
  [...workflow.matchAll(/^ +- run: (.*)$/gm)].map(([, command]) => command);

test("GitHub runs exactly what .ci/run does, with read access", () => {
  const workflow = readWorkflow("ci");
  expect(commandsOf(workflow)).toEqual([".ci/run"]);
  expect(workflow).toContain("permissions:\n  contents: read\n");
  expect(workflow).not.toContain("write");
});

test("GitHub builds the site of the documentation, and only the job that publishes it may write", () => {
  const [build, publish] = readWorkflow("docs").split("  publish:\n");
  expect(commandsOf(build!)).toEqual(["npm --prefix docs ci", "npm --prefix docs run build"]);
  expect(build).toContain("permissions:\n  contents: read\n");
  expect(build).not.toContain("write");
  expect(publish).toContain("    if: github.ref == 'refs/heads/main'");
});

test.each(["ci", "docs"])("the actions of %s.yml are pinned", (name) => {
  const actions = [...readWorkflow(name).matchAll(/uses: (\S+)/g)].map(([, action]) => action!);
  expect(actions.filter((action) => !/@[0-9a-f]{40}$/.test(action))).toEqual([]);
});
