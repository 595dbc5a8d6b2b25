import { defineConfig } from "prisma/config";

// `prisma generate` looks for a schema engine to download. It needs none: the client engine is
// compiled into the client, and migrations run by the WASM engine (scripts/migrate.ts).
process.env.PRISMA_SCHEMA_ENGINE_BINARY ??= process.execPath;

export default defineConfig({ schema: "prisma/schema.prisma" });
