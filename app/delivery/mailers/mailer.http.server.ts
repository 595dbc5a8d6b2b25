import type { Db } from "~/db.server";
import { parseJson } from "~/lib/parse-json";
import type { Email } from "../email";
import { fromFetchError, fromHttpReply, type HttpProvider } from "../http-providers/http-provider";
import type { Mailer } from "../mailer";
import { dispatchBatch, type DispatchResult, type Lane } from "../outbox/dispatch-batch.server";
import { nameAccount } from "./name-account.server";

interface HttpMailerOptions {
  readonly db: Db;
  readonly now: () => Date;
  readonly timeoutMs?: number;
  /** Parallel requests per batch. */
  readonly requests?: number;
}

/**
 * A mailer for a provider with an HTTP API and without idempotency keys. When it is unknown whether an email was
 * accepted, the rest of the batch waits, so that an outage costs a few emails instead of the whole batch.
 */
export function httpMailer(provider: HttpProvider, options: HttpMailerOptions): Mailer {
  const { db, now, requests = 8, timeoutMs = 20_000 } = options;
  return {
    name: provider.name,
    account: nameAccount(provider.name, provider.credential),
    sendBatch({ emails }) {
      let isOpen = true;
      const lane: Lane = {
        isOpen: () => isOpen,
        close: () => undefined,
        async send(email) {
          const result = await sendOne(provider, email, timeoutMs);
          if (result.kind === "unknown") isOpen = false;
          return result;
        },
      };
      return dispatchBatch(
        emails,
        Array.from({ length: requests }, () => lane),
        { db, now },
      );
    },
  };
}

async function sendOne(
  provider: HttpProvider,
  email: Email,
  timeoutMs: number,
): Promise<DispatchResult> {
  const request = await provider.request(email);
  try {
    const response = await fetch(request, { signal: AbortSignal.timeout(timeoutMs) });
    const { status, headers } = response;
    return fromHttpReply(provider, { status, headers, body: parseJson(await response.text()) });
  } catch (error) {
    return fromFetchError(error);
  }
}
