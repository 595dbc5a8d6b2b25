import { enableCompileCache } from "node:module";

// Caches compiled code for the next start.
const { directory } = enableCompileCache();
// Threads read the variable.
if (directory) process.env.NODE_COMPILE_CACHE = directory;
