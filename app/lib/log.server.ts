import {
  pino,
  stdSerializers,
  type DestinationStream,
  type Logger,
  type LoggerOptions,
} from "pino";
import type { Outage } from "./outage.server";
import { replaceAddresses } from "./replace-addresses";

export type Log = Logger;

const SHOPIFY_TOKEN = /\bshp[a-z]{2,3}_[a-z0-9]+/gi;
// Matches from the start of a run of its characters, so that each run is read once. A JSON escape may precede it.
const JWT = /(?:(?<![\w-])|(?<=\\[nrt]))eyJ[\w-]+\.[\w-]+\.[\w-]+/g;

/**
 * Structured logs on standard output, one JSON object per line. Callers log ids only; addresses and tokens in the
 * text of an error are redacted here. Errors that follow from an outage of the database are not logged.
 */
export function createLog(level: string, destination?: DestinationStream, outage?: Outage): Log {
  const options: LoggerOptions = {
    level,
    base: null,
    formatters: { level: (label: string) => ({ level: label }) },
    serializers: { err: (error: Error) => stdSerializers.err(error) },
    hooks: {
      streamWrite: redactLine,
      logMethod(args, method) {
        const [fields] = args as readonly unknown[];
        if (!outage?.hides((fields as { err?: unknown } | null)?.err)) method.apply(this, args);
      },
    },
  };
  return destination ? pino(options, destination) : pino(options);
}

/** The line without email addresses and tokens. */
export function redactLine(line: string): string {
  return replaceAddresses(line, "[email]", { withoutTopLevel: false })
    .replaceAll(SHOPIFY_TOKEN, "[token]")
    .replaceAll(JWT, "[token]");
}
