import { SingleBar, Presets } from "cli-progress";

/** What the demo says while it works. On standard error, so that standard output is the result alone. */
export interface Progress {
  step(text: string): void;
  /** A bar for work whose amount is known. Later calls with the same label move it. */
  bar(label: string, done: number, total: number): void;
  endBar(): void;
}

export function createProgress(): Progress {
  const startedAt = performance.now();
  const seconds = () => `${((performance.now() - startedAt) / 1_000).toFixed(1).padStart(5)} s`;
  let bar: SingleBar | null = null;

  function endBar(): void {
    bar?.stop();
    bar = null;
  }
  return {
    step(text) {
      endBar();
      process.stderr.write(`${seconds()}  ${text}\n`);
    },
    bar(label, done, total) {
      if (!process.stderr.isTTY) return;
      if (!bar) {
        bar = new SingleBar(
          { format: "         {bar} {value}/{total} {label}", stream: process.stderr },
          Presets.rect,
        );
        bar.start(total, done, { label });
      }
      bar.setTotal(total);
      bar.update(done, { label });
    },
    endBar,
  };
}
