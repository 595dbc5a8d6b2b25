import type { ErrorRequestHandler, Request, RequestHandler } from "express";

/** A host name or address with an optional port, as allowed in a URL. */
const HOST = /^(?:[a-z0-9](?:[\w.-]*[a-z0-9.])?|\[[0-9a-f:.]+\])(?::\d{1,5})?$/i;
/** None of our texts contains this character, and PostgreSQL cannot store it. */
const NUL = /%00/;

/**
 * Answers 400 to a request with an invalid URL: its host, a broken encoding, or a NUL. Otherwise Remix would parse
 * the URL and answer 500.
 */
export const rejectMalformed: RequestHandler = (request, response, next) => {
  if (isReadable(request)) next();
  else response.status(400).end();
};

function isReadable(request: Request): boolean {
  const { protocol, originalUrl } = request;
  // A proxy chain lists the requested host first.
  const hosts = [request.get("host"), request.get("x-forwarded-host")].map((it) =>
    it?.split(",", 1)[0]?.trim(),
  );
  if (!hosts.every((host) => host === undefined || HOST.test(host))) return false;
  if (!originalUrl.startsWith("/") || NUL.test(originalUrl)) return false;
  return (
    canDecode(originalUrl) &&
    URL.canParse(`${protocol}://${hosts.at(-1) ?? hosts[0] ?? "localhost"}${originalUrl}`)
  );
}

function canDecode(url: string): boolean {
  try {
    decodeURIComponent(url.split("?", 1)[0] ?? "");
    return true;
  } catch {
    return false;
  }
}

/** Handles errors that no other part has answered. Express would write the stack to standard error, bypassing the log. */
export function answerUnexpectedError(logError: (error: unknown) => void): ErrorRequestHandler {
  // Express recognizes it by its four parameters.
  return (error: unknown, _request, response, next) => {
    logError(error);
    if (response.headersSent) next(error);
    else response.status(500).end();
  };
}
