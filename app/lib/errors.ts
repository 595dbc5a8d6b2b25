/** All failures that the app raises on purpose. A new code needs a row in `STATUS`. */
export type ErrorCode =
  | "invalid_input"
  | "too_large"
  | "not_found"
  | "conflict"
  | "rate_limited"
  | "unauthorized"
  | "unavailable"
  /** Another process has a key that this one lacks; the value itself is valid. */
  | "missing_key"
  | "upstream";

const STATUS: Record<ErrorCode, number> = {
  invalid_input: 422,
  too_large: 413,
  not_found: 404,
  conflict: 409,
  rate_limited: 429,
  unauthorized: 401,
  unavailable: 503,
  missing_key: 503,
  upstream: 502,
};

const RETRYABLE: ReadonlySet<ErrorCode> = new Set([
  "rate_limited",
  "unavailable",
  "missing_key",
  "upstream",
]);

interface AppErrorOptions {
  /** Whether the same call may succeed later; the job runner reads this. */
  retryable?: boolean;
  /** Facts for the log. Never personal data: ids only. */
  context?: Record<string, string | number>;
  cause?: unknown;
}

/**
 * A fault with a known meaning. Expected outcomes (a suppressed recipient, a
 * duplicate webhook) are return values, not errors.
 */
export class AppError extends Error {
  override readonly name = "AppError";
  readonly code: ErrorCode;
  readonly retryable: boolean;
  readonly context: Readonly<Record<string, string | number>>;
  /** Private, so that the compiler accepts nothing but an instance where an AppError is expected. */
  readonly #status: number;

  constructor(code: ErrorCode, message: string, options: AppErrorOptions = {}) {
    super(message, { cause: options.cause });
    this.code = code;
    this.retryable = options.retryable ?? RETRYABLE.has(code);
    this.context = options.context ?? {};
    this.#status = STATUS[code];
  }

  get status(): number {
    return this.#status;
  }
}

/** Whether a value waits for a process that has its key: the attempt is repeated and does not count. */
export function isMissingKey(error: unknown): boolean {
  return error instanceof AppError && error.code === "missing_key";
}
