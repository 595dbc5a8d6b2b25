import type { Reporter, TestModule, TestRunEndReason } from "vitest/node";
import type { SerializedError } from "vitest";

/** Ends the run with `N passed, N failed`, and says of each skipped test why. */
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
      // A file that cannot be loaded has no tests to fail: it counts as one.
      if (module.state() === "failed" && [...module.children.allTests()].length === 0) failed += 1;
      for (const test of module.children.allTests()) {
        const result = test.result();
        if (result.state === "passed") passed += 1;
        else if (result.state === "failed") failed += 1;
        else
          skipped.push(
            `  ${test.fullName}: ${(result.state === "skipped" && result.note) || "no reason given"}`,
          );
      }
    }
    if (skipped.length > 0) console.log(`\nSkipped:\n${skipped.join("\n")}`);
    if (reason === "interrupted") console.log("\nThe run was interrupted");
    const tail = skipped.length > 0 ? `, ${skipped.length} skipped` : "";
    console.log(`\n${passed} passed, ${failed} failed${tail}`);
  }
}
