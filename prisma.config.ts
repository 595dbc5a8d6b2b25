import { defineConfig } from "prisma/config";

// `prisma generate` tries to download a schema engine. None is needed: the client engine is compiled into the client,
// and migrations use the WASM engine (scripts/migrate.ts).
process.env.PRISMA_SCHEMA_ENGINE_BINARY ??= process.execPath;

export default defineConfig({ schema: "prisma/schema.prisma" });
