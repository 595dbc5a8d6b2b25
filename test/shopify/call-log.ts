/** Calls and deliveries, newest last. Each list keeps its last `KEPT` rows; counts are complete. */
const MAX_ROWS = 20_000;

export interface GraphqlCall {
  readonly at: string;
  readonly shop: string;
  readonly operation: string;
  readonly query: string;
  readonly variables: unknown;
  readonly status: number;
  readonly errorCodes: readonly string[];
  readonly latencyMs: number;
}

export interface TokenCall {
  readonly at: string;
  readonly shop: string;
  readonly grant: string;
  readonly status: number;
  readonly error: string | null;
}

export interface WebhookDelivery {
  readonly at: string;
  readonly shop: string;
  readonly topic: string;
  readonly webhookId: string;
  readonly url: string;
  /** 1 for the first attempt. */
  readonly attempt: number;
  /** The app's response; null without one. */
  readonly status: number | null;
  readonly outcome: "delivered" | "refused" | "timed_out" | "unreachable" | "dropped";
  readonly latencyMs: number;
  readonly body: string;
}

interface Logs {
  graphql: GraphqlCall;
  tokens: TokenCall;
  webhooks: WebhookDelivery;
}

export interface CallLog {
  add<K extends keyof Logs>(list: K, row: Logs[K]): void;
  read<K extends keyof Logs>(list: K): readonly Logs[K][];
  counts(): Record<keyof Logs, number>;
  /** Requested fields that this server does not support: must be empty. */
  readonly unresolvedFields: Set<string>;
  clear(): void;
}

export function createCallLog(): CallLog {
  const rows: { [K in keyof Logs]: Logs[K][] } = { graphql: [], tokens: [], webhooks: [] };
  const counts = { graphql: 0, tokens: 0, webhooks: 0 };
  const unresolvedFields = new Set<string>();
  return {
    unresolvedFields,
    add(list, row) {
      const log = rows[list];
      log.push(row);
      counts[list] += 1;
      if (log.length > MAX_ROWS * 1.1) log.splice(0, log.length - MAX_ROWS);
    },
    read: (list) => rows[list],
    counts: () => ({ ...counts }),
    clear() {
      for (const list of Object.values(rows)) list.length = 0;
      Object.assign(counts, { graphql: 0, tokens: 0, webhooks: 0 });
      unresolvedFields.clear();
    },
  };
}
