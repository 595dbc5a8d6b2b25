import { Prisma } from "~/generated/prisma/client";
import type { GroupKind } from "./segment";

/** A constant for all customers, or an expression over behavior rows. */
type SqlBoolean = boolean | Prisma.Sql;

/** Bounds on a rule node by behavior alone; all other conditions may or may not hold. */
export interface BehaviorBounds {
  /** Upper bound: the node holds for no other customer. */
  readonly may: SqlBoolean;
  /** Lower bound: the node holds for these customers in any case. */
  readonly must: SqlBoolean;
  /** Both bounds for a customer without any behavior. */
  readonly idle: { readonly may: boolean; readonly must: boolean };
  /** Customers whose behavior matters. All others get the same answer as without any behavior. */
  readonly differs: SqlBoolean;
}

/** Bounds of a condition that is not about behavior. */
export const UNBOUNDED: BehaviorBounds = {
  may: true,
  must: false,
  idle: { may: true, must: false },
  differs: false,
};

export const ALWAYS_TRUE: BehaviorBounds = {
  ...UNBOUNDED,
  must: true,
  idle: { may: true, must: true },
};

/** Bounds of membership in a set that only contains customers with behavior. */
export const boundsOfSet = (isIn: Prisma.Sql): BehaviorBounds => ({
  may: isIn,
  must: isIn,
  idle: { may: false, must: false },
  differs: isIn,
});

/** Bounds of the negation of a node. */
export const negateBounds = ({ may, must, idle, differs }: BehaviorBounds): BehaviorBounds => ({
  may: not(must),
  must: not(may),
  idle: { may: !idle.must, must: !idle.may },
  differs,
});

/** Bounds of a group from the bounds of its nodes. */
export function boundsOfGroup(kind: GroupKind, parts: readonly BehaviorBounds[]): BehaviorBounds {
  if (kind === "none") return negateBounds(boundsOfGroup("any", parts));
  const isAll = kind === "all";
  const join = isAll ? and : or;
  const may = join(parts.map((it) => it.may));
  const must = join(parts.map((it) => it.must));
  const idle = {
    may: isAll ? parts.every((it) => it.idle.may) : parts.some((it) => it.idle.may),
    must: isAll ? parts.every((it) => it.idle.must) : parts.some((it) => it.idle.must),
  };
  // Skips a node if another one already decides the group.
  const isOpen = isAll ? or([may, idle.may]) : not(and([must, idle.must]));
  return { may, must, idle, differs: and([or(parts.map((it) => it.differs)), isOpen]) };
}

const not = (it: SqlBoolean): SqlBoolean => (typeof it === "boolean" ? !it : Prisma.sql`not ${it}`);
const and = (parts: readonly SqlBoolean[]) => joinOperands(parts, false);
const or = (parts: readonly SqlBoolean[]) => joinOperands(parts, true);

/** @param absorbing the operand that decides the whole: true for `or`, false for `and` */
function joinOperands(parts: readonly SqlBoolean[], absorbing: boolean): SqlBoolean {
  if (parts.includes(absorbing)) return absorbing;
  const [first, ...more] = parts.filter((it) => typeof it !== "boolean");
  if (first === undefined) return !absorbing;
  if (more.length === 0) return first;
  return Prisma.sql`(${Prisma.join([first, ...more], absorbing ? " or " : " and ")})`;
}
