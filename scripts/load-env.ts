import { existsSync } from "node:fs";
import { loadEnvFile } from "node:process";

const FILE = ".env";

// Imported before the app's settings. Variables that are already set win. The demo and its stand-ins must not send
// through the accounts of a real installation, so they never read it.
if (process.env.KINDRED_DEMO !== "1" && existsSync(FILE)) loadEnvFile(FILE);
