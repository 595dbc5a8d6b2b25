import { PIPELINE } from "~/pipeline";

interface StageReturn {
  readonly stage: string;
  /** The file by which the stage is entered again. */
  readonly path: string;
}

/** The entries of a walk into a stage that it had left. @param paths under app/, in the order of the walk */
export function countReturns(paths: readonly string[]): StageReturn[] {
  const stages = new Set<string>(PIPELINE.map(({ stage }) => stage));
  const seen = new Set<string>();
  const returns: StageReturn[] = [];
  let current = "";
  for (const path of paths) {
    const stage = path.split("/")[0] ?? "";
    if (!stages.has(stage) || stage === current) continue;
    if (seen.has(stage)) returns.push({ stage, path });
    seen.add(stage);
    current = stage;
  }
  return returns;
}
