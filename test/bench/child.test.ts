import { describe, expect, test } from "vitest";
import { startChild } from "../../scripts/bench/child";
import { writeInput } from "../backtest/run-backtest";

const script = (content: string) => new URL(`file://${writeInput("child.mjs", content)}`);

describe("a child process that answers", () => {
  test("returns its answers in order", async () => {
    const child = startChild(script("process.send('one'); process.send('two');"), null);
    expect([await child.next(60_000), await child.next(60_000)]).toEqual(["one", "two"]);
    await child.stop();
  });

  test("is stopped when it exceeds its time limit, and the error names the limit", async () => {
    const child = startChild(script("setInterval(() => {}, 1_000);"), null);
    await expect(child.next(300)).rejects.toThrow("child.mjs had no answer within 0.3 s");
    await child.stop();
  });

  test("reports a stream that closes without an answer", async () => {
    const child = startChild(script("process.exit(3);"), null);
    await expect(child.next(60_000)).rejects.toThrow("child.mjs ended with 3 before it answered");
  });
});
