import { Writable } from "node:stream";
import { expect, test } from "vitest";
import { createProgress } from "../../scripts/demo/progress";

/** The output without a terminal, such as in a log, without seconds. */
function sayToLog() {
  const lines: string[] = [];
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      lines.push(chunk.toString().replace(/^ *[\d.]+ s {2}/, ""));
      done();
    },
  });
  return { lines, progress: createProgress(stream) };
}

test("the log has exactly one line for each day of three weeks", () => {
  const { lines, progress } = sayToLog();
  for (let step = 1; step <= 21 * 8; step++) {
    progress.bar("days replayed", Math.floor((step * 3) / 24), 21);
  }
  expect(lines).toHaveLength(21);
  expect(lines.at(-1)).toBe("21/21 days replayed\n");
});

test("work in many parts does not flood the log", () => {
  const { lines, progress } = sayToLog();
  for (let done = 1; done <= 5_000; done++) progress.bar("orders", done, 5_000);
  expect(lines).toHaveLength(40);
});

test("different work starts a new line", () => {
  const { lines, progress } = sayToLog();
  progress.bar("products", 9, 10);
  progress.bar("orders", 1, 10);
  expect(lines).toEqual(["9/10 products\n", "1/10 orders\n"]);
});
