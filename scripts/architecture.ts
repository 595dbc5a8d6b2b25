/** Draws app/pipeline.ts into docs/architecture.md: `npm run architecture`. */
import { readFileSync, writeFileSync } from "node:fs";
import { withPipeline } from "./architecture/draw-pipeline";

const PAGE = "docs/architecture.md";
writeFileSync(PAGE, withPipeline(readFileSync(PAGE, "utf8")));
