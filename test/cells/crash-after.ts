import type { PrismaClient } from "~/generated/prisma/client";

/** How many statements may still run. */
export interface Budget {
  left: number;
}

export class Crash extends Error {}

const STATEMENTS = new Set(["$queryRaw", "$queryRawUnsafe", "$executeRaw", "$executeRawUnsafe"]);

/** A database whose client dies when its statements, and those of others with the same budget, are used up. */
export function crashAfter<T extends object>(db: T, budget: Budget): T {
  return new Proxy(db, {
    get(target, name) {
      const found: unknown = Reflect.get(target, name, target);
      if (typeof found !== "function") return found;
      if (name === "$transaction") {
        return (work: (tx: object) => Promise<unknown>, options: object) =>
          (target as PrismaClient).$transaction((tx) => work(crashAfter(tx, budget)), options);
      }
      if (!STATEMENTS.has(String(name))) return found;
      return (...args: unknown[]): unknown => {
        budget.left -= 1;
        if (budget.left < 0) return Promise.reject(new Crash("The client died"));
        return found.apply(target, args);
      };
    },
  });
}
