import { BaseSequencer, type TestSpecification } from "vitest/node";

/** The files that take longest come first, so that no worker is left alone with one at the end. */
export class JourneysFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const isJourney = ({ project }: TestSpecification) => project.name === "journeys";
    return [...sorted.filter(isJourney), ...sorted.filter((file) => !isJourney(file))];
  }
}
