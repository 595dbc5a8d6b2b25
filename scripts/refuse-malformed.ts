import type { ErrorRequestHandler, Request, RequestHandler } from "express";

/** A name or an address, and perhaps a port: what a URL may have there. */
const HOST = /^(?:[a-z0-9](?:[\w.-]*[a-z0-9.])?|\[[0-9a-f:.]+\])(?::\d{1,5})?$/i;
/** No text of ours has this character, and PostgreSQL keeps none that has it. */
const NUL = /%00/;

/**
 * Answers 400 to a request whose address cannot be read: by its host, by an encoding that is broken, or because it
 * has a NUL. Behind this Remix reads the address, and would answer 500.
 */
export const refuseMalformed: RequestHandler = (request, response, next) => {
  if (isReadable(request)) next();
  else response.status(400).end();
};

function isReadable(request: Request): boolean {
  const { protocol, originalUrl } = request;
  // A proxy's list has the host that it was asked for first.
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

/** What no other part has answered. Express would write its stack to standard error, past the log. */
export function answerUnforeseen(logError: (error: unknown) => void): ErrorRequestHandler {
  // Express recognizes it by its four parameters.
  return (error: unknown, _request, response, next) => {
    logError(error);
    if (response.headersSent) next(error);
    else response.status(500).end();
  };
}
