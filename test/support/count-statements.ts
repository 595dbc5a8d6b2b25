import pg from "pg";

/** Counts the statements that this process sends to PostgreSQL. */
export interface StatementCount {
  /** The number since the last call. */
  take(): number;
  end(): void;
}

/** A named statement with its scope counts as one; a transaction's begin and commit count, too. */
export function countStatements(): StatementCount {
  const client = pg.Client.prototype as { query(...args: unknown[]): unknown };
  const { query } = client;
  let count = 0;
  client.query = function (...args) {
    count += 1;
    return query.apply(this, args);
  };
  return {
    take() {
      const taken = count;
      count = 0;
      return taken;
    },
    end() {
      client.query = query;
    },
  };
}
