import { Prisma } from "~/generated/prisma/client";
import type { GroupKind } from "./segment";

/** The same of everybody, or an expression over what somebody did. */
type SqlBoolean = boolean | Prisma.Sql;

/** What a part of a rule comes to as far as it is known by deeds alone: all else may be so or not. */
export interface BehaviorBounds {
  /** It holds of nobody else. */
  readonly may: SqlBoolean;
  /** It holds of them, whoever they are. */
  readonly must: SqlBoolean;
  /** Both of one who did nothing. */
  readonly idle: { readonly may: boolean; readonly must: boolean };
  /** The others are answered as if they had done nothing: what they did need not be known. */
  readonly differs: SqlBoolean;
}

/** Of what is no deed. */
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

/** Of what holds of those who are in a set, among whom nobody is who did nothing. */
export const boundsOfSet = (isIn: Prisma.Sql): BehaviorBounds => ({
  may: isIn,
  must: isIn,
  idle: { may: false, must: false },
  differs: isIn,
});

/** Of what holds where a part does not. */
export const negateBounds = ({ may, must, idle, differs }: BehaviorBounds): BehaviorBounds => ({
  may: not(must),
  must: not(may),
  idle: { may: !idle.must, must: !idle.may },
  differs,
});

/** Of a group, by its parts. */
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
  // What one part decides either way, another may have decided already.
  const isOpen = isAll ? or([may, idle.may]) : not(and([must, idle.must]));
  return { may, must, idle, differs: and([or(parts.map((it) => it.differs)), isOpen]) };
}

const not = (it: SqlBoolean): SqlBoolean => (typeof it === "boolean" ? !it : Prisma.sql`not ${it}`);
const and = (parts: readonly SqlBoolean[]) => joinOperands(parts, false);
const or = (parts: readonly SqlBoolean[]) => joinOperands(parts, true);

/** @param absorbing what decides the whole wherever it stands: true of `or`, false of `and` */
function joinOperands(parts: readonly SqlBoolean[], absorbing: boolean): SqlBoolean {
  if (parts.includes(absorbing)) return absorbing;
  const [first, ...more] = parts.filter((it) => typeof it !== "boolean");
  if (first === undefined) return !absorbing;
  if (more.length === 0) return first;
  return Prisma.sql`(${Prisma.join([first, ...more], absorbing ? " or " : " and ")})`;
}
