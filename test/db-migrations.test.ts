import { expect, test } from "vitest";
import { diffMigrationsToSchema } from "~/db-migrations.server";

test("the migrations produce exactly the schema", async () => {
  expect(await diffMigrationsToSchema()).toBe("");
});
