import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { withPipeline } from "../scripts/architecture/draw-pipeline";

test("docs/architecture.md shows the pipeline as it is: npm run architecture", () => {
  const page = readFileSync("docs/architecture.md", "utf8");
  expect(withPipeline(page)).toBe(page);
});
