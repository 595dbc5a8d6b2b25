import { pino, stdSerializers, type DestinationStream, type Logger } from "pino";

export type Log = Logger;

// Before the @ no slash: the paths of a stack would pass for addresses (node_modules/@prisma/client.mjs).
const EMAIL = /[^\s@"'<>(),:;=/]+@[^\s@"'<>(),:;=]+\.[a-z]{2,}/gi;
const SHOPIFY_TOKEN = /\bshp[a-z]{2,3}_[a-z0-9]+/gi;
const JWT = /\beyJ[\w-]+\.[\w-]+\.[\w-]+/g;

/**
 * Structured logs on standard output, one JSON line each. Callers log ids only;
 * whatever slips through in the text of an error is struck out here, so that an
 * address or a token is never written.
 */
export function createLog(level: string, destination?: DestinationStream): Log {
  const options = {
    level,
    base: null,
    formatters: { level: (label: string) => ({ level: label }) },
    serializers: { err: (error: Error) => stdSerializers.err(error) },
    hooks: { streamWrite: strikeOut },
  };
  return destination ? pino(options, destination) : pino(options);
}

/** The line without e-mail addresses and tokens. */
export function strikeOut(line: string): string {
  return line
    .replaceAll(EMAIL, "[e-mail]")
    .replaceAll(SHOPIFY_TOKEN, "[token]")
    .replaceAll(JWT, "[token]");
}
