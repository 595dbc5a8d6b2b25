import type { Prisma } from "~/generated/prisma/client";

/** A value as a JSON column holds it: instants become ISO 8601 text, which the schemas read back. */
export function storedJson(value: object): Prisma.InputJsonValue {
  return JSON.parse(JSON.stringify(value)) as Prisma.InputJsonValue;
}
