import { PIPELINE } from "~/pipeline";

interface StageReturn {
  readonly stage: string;
  /** The file by which the stage is entered again. */
  readonly path: string;
  /** Whether the stage only goes on after it called an earlier one, so that it was never left. */
  readonly goesOn: boolean;
}

/**
 * The entries of a walk into a stage that it had left. An earlier stage cannot call a later one, so when the walk
 * comes back from it to the stage that called it, the call has ended.
 *
 * @param processes the paths under app/ that each request or job reaches, in the order of the calls
 */
export function countReturns(processes: readonly (readonly string[])[]): StageReturn[] {
  const stages: readonly string[] = PIPELINE.map(({ stage }) => stage);
  const seen = new Set<string>();
  const returns: StageReturn[] = [];
  let current = "";
  for (const paths of processes) {
    let callers: readonly string[] = [];
    for (const path of paths) {
      const stage = path.split("/")[0] ?? "";
      const position = stages.indexOf(stage);
      if (position < 0) continue;
      callers = callers.filter((caller) => stages.indexOf(caller) >= position);
      const goesOn = callers.at(-1) === stage;
      if (stage !== current && seen.has(stage)) returns.push({ stage, path, goesOn });
      if (!goesOn) callers = [...callers, stage];
      seen.add(stage);
      current = stage;
    }
  }
  return returns;
}
