import type { PrismaClient } from "~/generated/prisma/client";

/** Where a worker dies: at its n-th transaction, before or after the commit. */
export interface FailurePoint {
  readonly transaction: number;
  readonly when: "before" | "after";
}

/** The same database, but its user fails there: by an uncaught error, or permanently. */
export function dyingDatabase(
  db: PrismaClient,
  { transaction, when }: FailurePoint,
  die: () => unknown,
): PrismaClient {
  let count = 0;
  return new Proxy(db, {
    get(target, name) {
      if (name !== "$transaction") return Reflect.get(target, name, target) as unknown;
      return async (work: never) => {
        count += 1;
        const isItsLast = count === transaction;
        if (isItsLast && when === "before") await die();
        const result: unknown = await target.$transaction(work);
        if (isItsLast && when === "after") await die();
        return result;
      };
    },
  });
}
