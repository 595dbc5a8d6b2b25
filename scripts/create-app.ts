import { createRequestHandler } from "@remix-run/express";
import type { ServerBuild } from "@remix-run/node";
import compression from "compression";
import express, { type Express } from "express";
import { answerDirectly } from "./answer-directly.ts";
import { answerUnforeseen, refuseMalformed } from "./refuse-malformed.ts";
import { serveAssets } from "./assets/serve-assets.ts";

interface Options {
  /** What the build made for browsers. */
  readonly clientFolder: string;
  readonly trackRequest: () => () => void;
  /** Where a fault goes that no other part answered. */
  readonly logError: (error: unknown) => void;
}

/** The built app as it is served over HTTP. */
export function createApp(
  build: ServerBuild,
  { clientFolder, trackRequest, logError }: Options,
): Express {
  const app = express();
  app.disable("x-powered-by");
  // Behind a proxy the protocol and the host of a request are what the proxy was asked for. One proxy is
  // believed: what a sender itself writes before it is not.
  app.set("trust proxy", 1);
  app.use(refuseMalformed);
  // Written here whatever the sender wrote: requests are counted by it.
  app.use((request, _response, next) => {
    request.headers["x-client-address"] = request.ip;
    next();
  });
  app.use(answerDirectly(build, { trackRequest }));
  app.use("/assets", serveAssets(`${clientFolder}/assets`));
  app.use(express.static(clientFolder, { maxAge: "1h" }));
  // Pages and their data. Each part that is streamed is flushed.
  app.use(compression());
  app.all("*", createRequestHandler({ build }));
  app.use(answerUnforeseen(logError));
  return app;
}
