/** Writes the OpenAPI document of the Events API, and its page: `npm run openapi`. */
import { writeFileSync } from "node:fs";
import { OPENAPI } from "~/events/api/openapi";
import { apiReference } from "./api-reference";

writeFileSync("docs/openapi.json", `${JSON.stringify(OPENAPI, null, 2)}\n`);
writeFileSync("docs/api-reference.md", apiReference(OPENAPI));
