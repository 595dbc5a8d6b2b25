import { once } from "node:events";
import { Worker } from "node:worker_threads";
import {
  messages,
  Mutex,
  PGlite,
  protocol,
  type ExecProtocolOptions,
  type Transaction,
} from "@electric-sql/pglite";
import { AppError } from "./lib/errors";
import type { ThreadResponse, ThreadRequest } from "./db-thread.server";

/**
 * In the build, the entry lies next to the server's (vite.config.ts). Runs from source without the parent's loaders,
 * which take longer to start than the database.
 */
const ENTRY = import.meta.url.endsWith(".ts")
  ? new URL("./db-thread.server.ts", import.meta.url)
  : new URL("./db-thread.js", import.meta.url);

/**
 * Opens the PGlite of a folder in its own thread, so that statements and requests do not block each
 * other. The caller must hold the folder's lock.
 */
export async function openInThread(folder: string): Promise<PGlite> {
  const thread = new Worker(ENTRY, { workerData: folder, execArgv: [] });
  const lost = once(thread, "exit").then(() => {
    throw faulty("The embedded database did not open");
  });
  await Promise.race([once(thread, "message"), lost]);
  const pglite = new PGliteInThread(thread);
  await pglite._initArrayTypes();
  return pglite as unknown as PGlite;
}

type Listener = (payload: string) => void;
type Stop = (tx?: Transaction) => Promise<void>;

/** PGlite's base class: statements, transactions and types over an abstract connection. */
const OverWire = Object.getPrototypeOf(PGlite) as abstract new () => Pick<
  PGlite,
  "_initArrayTypes" | "exec"
>;

/** A PGlite whose connection leads to the thread. */
class PGliteInThread extends OverWire {
  readonly debug = 0;
  readonly #thread: Worker;
  readonly #transactions = new Mutex();
  readonly #queries = new Mutex();
  readonly #listeners = new Map<string, Set<Listener>>();
  readonly #asked: PromiseWithResolvers<readonly Uint8Array[]>[] = [];
  #isOver: Error | null = null;

  constructor(thread: Worker) {
    super();
    this.#thread = thread;
    // An open database does not keep the process alive; a pending response does.
    thread.unref();
    thread.on("message", (response: ThreadResponse) => this.#receive(response));
    thread.on("error", (cause) =>
      this.#end(faulty("The embedded database's thread failed", cause)),
    );
    thread.on("exit", () => this.#end(faulty("The embedded database is closed")));
  }

  async execProtocolStream(
    message: Uint8Array,
    { throwOnError = true, onNotice }: ExecProtocolOptions = {},
  ): Promise<messages.BackendMessage[]> {
    const parser = new protocol.Parser();
    const answers: messages.BackendMessage[] = [];
    const errors: messages.DatabaseError[] = [];
    for (const part of await this.#ask(message)) {
      parser.parse(part, (answer) => {
        if (answer instanceof messages.DatabaseError) errors.push(answer);
        if (answer instanceof messages.NoticeMessage) onNotice?.(answer);
        if (answer instanceof messages.NotificationResponseMessage) this.#notify(answer);
        answers.push(answer);
      });
    }
    const [error] = errors;
    if (error && throwOnError) throw error;
    return answers;
  }

  async listen(channel: string, listener: Listener, tx?: Transaction): Promise<Stop> {
    const listeners = this.#listeners.get(channel) ?? new Set();
    this.#listeners.set(channel, listeners.add(listener));
    await (tx ?? this).exec(`listen "${channel}"`);
    return async (own) => {
      listeners.delete(listener);
      if (listeners.size === 0) await (own ?? this).exec(`unlisten "${channel}"`);
    };
  }

  /** Closes after all pending statements. */
  async close(): Promise<void> {
    if (this.#isOver) return;
    // Queues like a statement, so that earlier ones finish first.
    await this._checkReady();
    await this._runExclusiveTransaction(() =>
      this._runExclusiveQuery(async () => {
        if (this.#isOver) return;
        const exit = once(this.#thread, "exit");
        this.#thread.ref();
        this.#thread.postMessage("close" satisfies ThreadRequest);
        await exit;
      }),
    );
  }

  _checkReady(): Promise<void> {
    return this.#isOver ? Promise.reject(this.#isOver) : Promise.resolve();
  }

  _runExclusiveQuery<T>(work: () => Promise<T>): Promise<T> {
    return this.#queries.runExclusive(work);
  }

  _runExclusiveTransaction<T>(work: () => Promise<T>): Promise<T> {
    return this.#transactions.runExclusive(work);
  }

  /** Writes go to the folder directly, and no statement has a blob. */
  readonly syncToFs = nothing;
  readonly _handleBlob = nothing;
  readonly _cleanupBlob = nothing;
  readonly _getWrittenBlob = nothing;

  /** Responses arrive in request order. */
  #ask(message: Uint8Array): Promise<readonly Uint8Array[]> {
    if (this.#isOver) return Promise.reject(this.#isOver);
    const pending = Promise.withResolvers<readonly Uint8Array[]>();
    if (this.#asked.push(pending) === 1) this.#thread.ref();
    // A copy, because a transfer takes the whole buffer.
    const bytes = new Uint8Array(message);
    this.#thread.postMessage(bytes satisfies ThreadRequest, [bytes.buffer]);
    return pending.promise;
  }

  #receive(response: ThreadResponse): void {
    const pending = this.#asked.shift();
    if (this.#asked.length === 0) this.#thread.unref();
    if (response === "open") return;
    if ("failed" in response)
      pending?.reject(faulty(`The embedded database failed: ${response.failed}`));
    else pending?.resolve(response);
  }

  #notify({ channel, payload }: messages.NotificationResponseMessage): void {
    for (const listener of this.#listeners.get(channel) ?? []) {
      queueMicrotask(() => listener(payload));
    }
  }

  #end(why: Error): void {
    this.#isOver ??= why;
    for (const pending of this.#asked.splice(0)) pending.reject(this.#isOver);
  }
}

const faulty = (text: string, cause?: unknown) => new AppError("unavailable", text, { cause });

const nothing = () => Promise.resolve(undefined);
