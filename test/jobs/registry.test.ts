import { expect, test } from "vitest";
import { HANDOFFS } from "~/jobs/handoffs";
import { JOBS } from "~/job-registry.server";
import { listSources } from "../support/list-sources";

const names = JOBS.map(({ name }) => name);
const files = listSources().filter((path) => path.endsWith(".job.server.ts"));

test("every job that a fact wakes is registered", () => {
  expect(
    Object.values(HANDOFFS)
      .flat()
      .filter((name) => !names.includes(name)),
  ).toEqual([]);
});

test("every job file is registered once", () => {
  expect(new Set(names).size).toBe(names.length);
  expect(names).toHaveLength(files.length);
});

test("a job is named after its stage and its file", () => {
  // A subfolder of a stage is not part of the job's name.
  const expected = files.map((path) => {
    const parts = path.split("/");
    return `${parts[0]}.${parts.at(-1)?.replace(".job.server.ts", "")}`;
  });
  expect([...names].sort()).toEqual(expected.sort());
});
