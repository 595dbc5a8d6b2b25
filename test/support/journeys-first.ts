import { BaseSequencer, type TestSpecification } from "vitest/node";

/** Journeys that mostly wait, minutes each: whatever comes first, the run does not end before they do. */
const LONGEST = ["killed-while-sending", "demo", "sixteen-flows", "stays-silent"];

/** The files that take longest come first, so that no worker is left alone with one at the end. */
export class JourneysFirst extends BaseSequencer {
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
