import { SingleBar, Presets } from "cli-progress";

type ProgressStream = NodeJS.WritableStream & { readonly isTTY?: boolean };

/** The demo's progress output on standard error, since standard output is for the result only. */
export interface Progress {
  step(text: string): void;
  /**
   * A progress bar, updated by later calls with the same label. Without a terminal, such as in a log, it prints at
   * most forty lines instead.
   */
  bar(label: string, done: number, total: number): void;
  endBar(): void;
}

const MAX_LINES = 40;

/** @param stream output stream */
export function createProgress(stream: ProgressStream = process.stderr): Progress {
  const startedAt = performance.now();
  const seconds = () => `${((performance.now() - startedAt) / 1_000).toFixed(1).padStart(5)} s`;
  let bar: SingleBar | null = null;
  let line = { label: "", done: 0 };

  function endBar(): void {
    bar?.stop();
    bar = null;
  }
  function say(text: string): void {
    stream.write(`${seconds()}  ${text}\n`);
  }
  return {
    step(text) {
      endBar();
      say(text);
    },
    bar(label, done, total) {
      if (!stream.isTTY) {
        const lastDone = line.label === label ? line.done : 0;
        if (done - lastDone < Math.max(1, total / MAX_LINES)) return;
        line = { label, done };
        say(`${done}/${total} ${label}`);
        return;
      }
      if (!bar) {
        bar = new SingleBar(
          { format: "         {bar} {value}/{total} {label}", stream },
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
