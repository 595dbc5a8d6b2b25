import type { Reporter, TestModule, TestRunEndReason } from "vitest/node";
import type { SerializedError } from "vitest";

const NOT_HERE =
  "what it needs is not on this machine (a Chromium, or the data sets that may not be published: test/README.md)";

/** Ends the run with `N passed, N failed`, and the reason of each skipped test. */
export default class SummaryReporter implements Reporter {
  onTestRunEnd(
    modules: readonly TestModule[],
    errors: readonly SerializedError[],
    reason: TestRunEndReason,
  ): void {
    let passed = 0;
    let failed = errors.length;
    const skipped: string[] = [];
    for (const module of modules) {
      const tests = [...module.children.allTests()];
      const broken = tests.filter((test) => test.result().state === "failed").length;
      failed += broken;
      // A file that fails to load or set up has no failed test, so it counts as one.
      if (module.state() === "failed" && broken === 0) failed += 1;
      for (const test of tests) {
        const result = test.result();
        if (result.state === "passed") passed += 1;
        if (result.state === "skipped") {
          const why = module.state() === "failed" ? "its file's set-up failed" : NOT_HERE;
          skipped.push(`  ${test.fullName}: ${result.note ?? why}`);
        }
      }
    }
    if (skipped.length > 0) console.log(`\nSkipped:\n${skipped.join("\n")}`);
    if (reason === "interrupted") console.log("\nThe run was interrupted");
    const tail = skipped.length > 0 ? `, ${skipped.length} skipped` : "";
    console.log(`\n${passed} passed, ${failed} failed${tail}`);
  }
}
