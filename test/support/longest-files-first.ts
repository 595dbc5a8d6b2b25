import { BaseSequencer, type TestSpecification } from "vitest/node";

/** Journeys that mostly wait, minutes each, which determine the run's duration. */
const LONGEST = ["months", "killed-while-sending", "demo", "sixteen-flows", "stays-silent"];

/** Runs the longest files first, so that no worker ends alone with one. */
export class LongestFilesFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    return sorted
      .map((file) => ({ file, rank: rankOf(file) }))
      .toSorted((a, b) => a.rank - b.rank)
      .map(({ file }) => file);
  }
}

function rankOf({ project, moduleId }: TestSpecification): number {
  if (project.name !== "journeys") return LONGEST.length + 1;
  const place = LONGEST.findIndex((name) => moduleId.endsWith(`/${name}.test.ts`));
  return place === -1 ? LONGEST.length : place;
}
