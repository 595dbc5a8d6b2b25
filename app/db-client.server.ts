import { Client } from "pg";

type Callback = (...result: readonly unknown[]) => unknown;

interface Submittable {
  submit: unknown;
  callback: Callback;
}

/** As `pg` accepts it: a statement with a callback, a statement that returns a promise, or an object that is submitted. */
type QueryArguments = readonly unknown[];

const PlainClient = Client as unknown as new (...args: QueryArguments) => {
  query(...args: QueryArguments): unknown;
};

class Sequential extends PlainClient {
  readonly #waiting: (() => void)[] = [];
  #isBusy = false;

  override query(...args: QueryArguments): unknown {
    if (!this.#isBusy) return this.#send(args);
    const [first] = args;
    if (isSubmittable(first) || isCallback(args.at(-1))) {
      this.#waiting.push(() => this.#send(args));
      return isSubmittable(first) ? first : undefined;
    }
    return new Promise((resolve) => {
      this.#waiting.push(() => resolve(this.#send(args)));
    });
  }

  #send(args: QueryArguments): unknown {
    this.#isBusy = true;
    const [first] = args;
    const last = args.at(-1);
    if (isCallback(last)) {
      return super.query(...args.slice(0, -1), this.#before(last));
    }
    if (isSubmittable(first)) {
      first.callback = this.#before(first.callback);
      return super.query(...args);
    }
    const result = super.query(...args) as Promise<unknown>;
    const proceed = () => this.#proceed();
    void result.then(proceed, proceed);
    return result;
  }

  #before(callback: Callback): Callback {
    return (...result) => {
      this.#proceed();
      return callback(...result);
    };
  }

  #proceed(): void {
    this.#isBusy = false;
    this.#waiting.shift()?.();
  }
}

const isCallback = (value: unknown): value is Callback => typeof value === "function";

function isSubmittable(value: unknown): value is Submittable {
  return typeof value === "object" && value !== null && "submit" in value;
}

/**
 * A connection that hands `pg` one statement after the other. Reads of a transaction are often requested together, and
 * `pg` will no longer queue them from version 9 on.
 */
export const SequentialClient = Sequential as unknown as typeof Client;
