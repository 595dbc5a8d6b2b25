/** Writes the OpenAPI document of the Events API: `npm run openapi`. */
import { writeFileSync } from "node:fs";
import { OPENAPI } from "~/events/api/openapi";

writeFileSync("docs/openapi.json", `${JSON.stringify(OPENAPI, null, 2)}\n`);
