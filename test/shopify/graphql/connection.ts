import { GraphQLError } from "graphql";
import type { GraphqlContext } from "./run-document";
import { matchesSearch } from "./search";

export interface ConnectionArgs {
  readonly first?: number | null;
  readonly last?: number | null;
  readonly after?: string | null;
  readonly before?: string | null;
  readonly reverse?: boolean | null;
  readonly query?: string | null;
}

/** `source` is an outermost connection: a bulk operation slices only those. */
export interface ConnectionOptions<T> {
  readonly isRoot?: boolean;
  /** Terms that `query:` may use, with the values to compare. */
  readonly search?: Readonly<
    Record<string, (record: T) => string | number | null | readonly string[]>
  >;
  /** The fields for a plain text search; without them such a search is refused. */
  readonly words?: (record: T) => string;
  readonly sortBy?: ((record: T) => string | number) | undefined;
}

/** Sort orders of one kind of record; the store's own for any other key. */
export const bySortKey = (sortKey: string | undefined) => {
  if (sortKey === "UPDATED_AT") return (it: { updatedAt: string }) => it.updatedAt;
  if (sortKey === "ID") return (it: { id: string }) => Number(it.id);
  return undefined;
};

/** The number of records that a search finds. */
export const countOf = <T>(
  records: readonly T[],
  query: string | null | undefined,
  search: NonNullable<ConnectionOptions<T>["search"]>,
) => ({
  count: query ? records.filter((it) => matchesSearch(query, it, search)).length : records.length,
  precision: "EXACT",
});

/** A page of records with edges, nodes and pageInfo. A cursor is the offset after its row. */
export function connection<T>(
  records: readonly T[],
  args: ConnectionArgs,
  context: GraphqlContext,
  options: ConnectionOptions<T> = {},
) {
  let rows = records;
  if (args.query && options.search) {
    const { search, words } = options;
    const { query } = args;
    rows = rows.filter((row) => matchesSearch(query, row, search, words));
  }
  const { sortBy } = options;
  if (sortBy) rows = rows.toSorted((a, b) => compare(sortBy(a), sortBy(b)));
  if (args.reverse) rows = rows.toReversed();

  const [from, to] = bounds(rows.length, args, context, options.isRoot ?? false);
  const page = rows.slice(from, to);
  const cursor = (index: number) => Buffer.from(`row:${from + index + 1}`).toString("base64url");
  return {
    edges: page.map((node, index) => ({ node, cursor: cursor(index) })),
    nodes: page,
    pageInfo: {
      hasNextPage: to < rows.length,
      hasPreviousPage: from > 0,
      startCursor: page.length > 0 ? cursor(0) : null,
      endCursor: page.length > 0 ? cursor(page.length - 1) : null,
    },
  };
}

function bounds(
  count: number,
  args: ConnectionArgs,
  { bulkSlice }: GraphqlContext,
  isRoot: boolean,
): [number, number] {
  if (bulkSlice) return isRoot ? [bulkSlice.from, bulkSlice.to] : [0, count];
  const start = args.after ? offsetOf(args.after) : 0;
  const end = args.before ? offsetOf(args.before) - 1 : count;
  if (typeof args.first === "number") return [start, Math.min(end, start + size(args.first))];
  if (typeof args.last === "number") return [Math.max(start, end - size(args.last)), end];
  throw new GraphQLError("you must provide one of first or last", {
    extensions: { code: "BAD_REQUEST" },
  });
}

function size(requested: number): number {
  if (requested >= 0 && requested <= 250) return requested;
  throw new GraphQLError(`first or last must be between 0 and 250, not ${requested}`, {
    extensions: { code: "BAD_REQUEST" },
  });
}

function offsetOf(cursor: string): number {
  const match = /^row:(\d+)$/.exec(Buffer.from(cursor, "base64url").toString());
  if (match) return Number(match[1]);
  throw new GraphQLError("Invalid cursor for current pagination sort.", {
    extensions: { code: "BAD_REQUEST" },
  });
}

function compare(a: string | number, b: string | number): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
