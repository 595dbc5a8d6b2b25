import type { ServerBuild } from "@remix-run/node";
import type { RequestHandler, Response as Answer } from "express";

/** Of what a request says, what a link or a picture of a mail asks. */
const HEADERS = ["user-agent", "purpose", "sec-purpose", "x-client-address", "accept-language"];

/**
 * Answers a route that is no page by its loader itself. Remix's way there costs
 * more than the loader, and links and pictures of mails come by the thousand
 * when a campaign has left. What the loader does not answer Remix does.
 */
export function straightAnswer(build: ServerBuild, routeId: string): RequestHandler {
  const loader = build.routes[routeId]?.module.loader;
  if (!loader) throw new Error(`The build has no loader ${routeId}`);
  return (request, response, next) => {
    const headers = new Headers();
    for (const name of HEADERS) {
      const value = request.headers[name];
      if (typeof value === "string") headers.set(name, value);
    }
    const { method, originalUrl, params } = request;
    const asked = new Request(new URL(originalUrl, "http://localhost"), { method, headers });
    Promise.resolve(loader({ request: asked, params, context: {} }))
      .catch((thrown: unknown) => thrown)
      .then((answer) => (answer instanceof Response ? send(answer, response) : next()))
      .catch(next);
  };
}

async function send(answer: Response, response: Answer): Promise<void> {
  response.status(answer.status);
  answer.headers.forEach((value, name) => response.setHeader(name, value));
  response.end(answer.body === null ? undefined : Buffer.from(await answer.arrayBuffer()));
}
