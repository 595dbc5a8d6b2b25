import ts from "typescript";

/** A column that a statement returns. */
export interface Column {
  readonly name: string;
  /** The object id of its PostgreSQL type. */
  readonly dataTypeID: number;
}

/** What Prisma makes of each PostgreSQL type. @see https://www.postgresql.org/docs/current/catalog-pg-type.html */
const VALUES: Readonly<Record<number, string>> = {
  16: "boolean",
  17: "Uint8Array",
  20: "bigint",
  21: "number",
  23: "number",
  25: "string",
  700: "number",
  701: "number",
  1042: "string",
  1043: "string",
  1082: "Date",
  1114: "Date",
  1184: "Date",
  1700: "Decimal",
};
const LISTS: Readonly<Record<number, string>> = {
  1000: "boolean",
  1001: "Uint8Array",
  1005: "number",
  1007: "number",
  1009: "string",
  1015: "string",
  1016: "bigint",
  1021: "number",
  1022: "number",
  1185: "Date",
};
/** Their shape is checked by the schema that reads them. */
const JSON_TYPES = [114, 199, 3802, 3807];

/** How the columns of a statement differ from the type that the code reads; empty if they agree. */
export function compareRow(
  columns: readonly Column[],
  row: ts.Type,
  checker: ts.TypeChecker,
): string[] {
  if (row.flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown)) return [];
  const properties = checker.getPropertiesOfType(row);
  const readsAny = checker.getIndexTypeOfType(row, ts.IndexKind.String) !== undefined;
  const byName = new Map(columns.map((it) => [it.name, it]));
  const missing = properties
    .filter((it) => !byName.has(it.name) && (it.flags & ts.SymbolFlags.Optional) === 0)
    .map((it) => `reads "${it.name}", which the statement does not return`);
  const names = new Set(properties.map((it) => it.name));
  const unread = columns
    .filter((it) => !names.has(it.name) && !readsAny)
    .map((it) => `returns "${it.name}", which the code does not read`);
  const wrong = properties.flatMap((it) => {
    const column = byName.get(it.name);
    if (!column) return [];
    const type = checker.getTypeOfSymbol(it);
    if (holds(type, column.dataTypeID, checker)) return [];
    return [
      `reads "${it.name}" as ${checker.typeToString(type)}, but it is ${nameOf(column.dataTypeID)}`,
    ];
  });
  return [...missing, ...unread, ...wrong];
}

function nameOf(dataTypeID: number): string {
  const item = LISTS[dataTypeID];
  return item ? `${item}[]` : (VALUES[dataTypeID] ?? `type ${dataTypeID}`);
}

/** Whether a type may have the values of a column. */
function holds(type: ts.Type, dataTypeID: number, checker: ts.TypeChecker): boolean {
  if (JSON_TYPES.includes(dataTypeID)) return true;
  const item = LISTS[dataTypeID];
  return (type.isUnion() ? type.types : [type]).some((it) => {
    if (it.flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown)) return true;
    if (item === undefined) return kindsOf(it).includes(VALUES[dataTypeID]!);
    const element = checker.getIndexTypeOfType(it, ts.IndexKind.Number);
    return element !== undefined && kindsOf(element).includes(item);
  });
}

function kindsOf(type: ts.Type): string[] {
  // Branded strings are intersections.
  if (type.isUnionOrIntersection()) return type.types.flatMap(kindsOf);
  const { flags } = type;
  if (flags & ts.TypeFlags.StringLike) return ["string"];
  if (flags & ts.TypeFlags.NumberLike) return ["number"];
  if (flags & ts.TypeFlags.BigIntLike) return ["bigint"];
  if (flags & ts.TypeFlags.BooleanLike) return ["boolean"];
  return [type.getSymbol()?.name ?? "unknown"];
}
