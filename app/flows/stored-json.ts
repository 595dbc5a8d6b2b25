import type { Prisma } from "~/generated/prisma/client";

/** A value for a JSON column: dates become ISO 8601 strings, which the schemas parse. */
export function storedJson(value: object): Prisma.InputJsonValue {
  return JSON.parse(JSON.stringify(value)) as Prisma.InputJsonValue;
}
