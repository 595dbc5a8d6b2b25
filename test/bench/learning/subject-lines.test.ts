import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { measureSubjectLines } from "../../../scripts/bench/learning/subject-lines";

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "subject-lines-"))));
afterEach(() => rmSync(folder, { recursive: true }));

/** Tests of lines with these clicks per thousand, in the format of the headline test file. */
function write(tests: readonly (readonly number[])[]): void {
  const rows = tests.flatMap((lines, n) =>
    lines.map((clicks, arm) => `test-${n},${arm},1000,${clicks}`),
  );
  mkdirSync(join(folder, "upworthy_ab"));
  writeFileSync(
    join(folder, "upworthy_ab/headline_tests_dev.csv.gz"),
    gzipSync(["test_id,arm,impressions,clicks", ...rows].join("\n")),
  );
}

const emails = (lines: readonly number[]) => Array.from({ length: 16 }, () => lines);

describe("measureSubjectLines", () => {
  test("gains nearly the maximum when one subject is far better, and gains more with more emails", () => {
    write(emails([90, 20, 20]));
    const { tests, captured } = measureSubjectLines(folder, 1);
    expect(tests).toBe(16);
    for (const policy of [captured.thompson, captured.testThenCommit]) {
      expect(policy[2000]).toBeLessThan(policy[50_000]!);
      expect(policy[20_000]).toBeGreaterThan(0.85);
      expect(policy[50_000]).toBeLessThan(1.01);
    }
  });

  test("does not treat a line's position in the file as its quality", () => {
    // A test of 2,000 sends rarely sees a click, and a guess is right for half of the emails.
    write(Array.from({ length: 80 }, () => [1, 0]));
    const { captured } = measureSubjectLines(folder, 2);
    expect(captured.testThenCommit[2000]).toBeLessThan(0.8);
    expect(captured.testThenCommit[2000]).toBeGreaterThan(-0.2);
  });

  test("skips tests with one line, gives repeatable results and reports the smallest lead", () => {
    write([...emails([60, 20]), [40]]);
    const findings = measureSubjectLines(folder, 3);
    expect(findings.tests).toBe(16);
    expect(measureSubjectLines(folder, 3)).toEqual(findings);
    const leads = [2000, 5000, 20_000, 50_000].map(
      (sends) => findings.captured.thompson[sends]! - findings.captured.testThenCommit[sends]!,
    );
    expect(findings.minLead).toBeCloseTo(Math.min(...leads), 12);
  });
});
