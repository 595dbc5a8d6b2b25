import {
  createReadableStreamFromReadable,
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
  type ServerBuild,
} from "@remix-run/node";
import type { Request as Incoming, RequestHandler, Response as Outgoing } from "express";
import { DIRECT_ROUTES } from "./direct-routes.ts";

interface Options {
  /**
   * Called for each request answered here.
   * @returns a function to call at its end
   */
  readonly trackRequest: () => () => void;
  readonly routeIds?: readonly string[];
}

type Args = ActionFunctionArgs & LoaderFunctionArgs;
type Handler = (args: Args) => unknown;
type Module = ServerBuild["routes"][string]["module"];

interface DirectRoute {
  readonly module: Module;
  /** The name of the last segment if it is a parameter. */
  readonly param: string | null;
}

/** Query parameters that Remix reads or removes. */
const READ_BY_REMIX = /[?&](?:_data|_routes|index)\b/;
const CHANGING_METHODS = new Set(["POST", "PUT", "PATCH", "DELETE"]);
const READING_METHODS = new Set(["GET", "HEAD", "OPTIONS"]);

/**
 * Answers the table's routes with their own loader or action, like Remix. Remix matches each request twice against
 * all routes, which costs more than storing a webhook. Unusual requests (another spelling of the path, a method
 * without a handler) are left to Remix before their body is read.
 */
export function answerDirectly(
  build: ServerBuild,
  { trackRequest, routeIds = DIRECT_ROUTES }: Options,
): RequestHandler {
  const routes = new Map(routeIds.map((id) => readRoute(build, id)));

  return (request, response, next) => {
    const found = findRoute(routes, request.originalUrl);
    const handler = found && chooseHandler(found.module, request.method);
    if (!found || !handler) {
      next();
      return;
    }
    response.once("close", trackRequest());
    answer(handler, found.params, request, response, build).catch(next);
  };
}

/** @returns the route by its path, which ends with a slash if a parameter follows */
function readRoute(build: ServerBuild, id: string): [path: string, route: DirectRoute] {
  const route = build.routes[id];
  if (!route?.path) throw new Error(`The build has no route ${id}`);
  const [, path, param] = /^([\w/-]+?)(?::(\w+))?$/.exec(route.path) ?? [];
  if (path === undefined) throw new Error(`${route.path} cannot be answered directly`);
  return [`/${path}`, { module: route.module, param: param ?? null }];
}

function findRoute(routes: ReadonlyMap<string, DirectRoute>, url: string) {
  const [, path, query] = /^([^?]*)(.*)$/.exec(url) ?? [];
  if (path === undefined || (query && READ_BY_REMIX.test(query))) return null;
  const exact = routes.get(path);
  if (exact) return exact.param === null ? { module: exact.module, params: {} } : null;

  const valueAt = path.lastIndexOf("/") + 1;
  const value = path.slice(valueAt);
  const route = routes.get(path.slice(0, valueAt));
  if (!route?.param || !/^[\w-][\w~.-]*$/.test(value) || value.endsWith(".data")) return null;
  return { module: route.module, params: { [route.param]: value } };
}

function chooseHandler({ loader, action }: Module, method: string): Handler | undefined {
  if (CHANGING_METHODS.has(method)) return action;
  return READING_METHODS.has(method) ? loader : undefined;
}

async function answer(
  handler: Handler,
  params: Args["params"],
  incoming: Incoming,
  outgoing: Outgoing,
  build: ServerBuild,
): Promise<void> {
  const request = createRequest(incoming, outgoing);
  const args: Args = { request, params, context: {} };
  try {
    await send(await handler(args), incoming, outgoing);
  } catch (thrown) {
    if (thrown instanceof Response) return send(thrown, incoming, outgoing);
    build.entry.module.handleError?.(thrown, args);
    const headers = { "Content-Type": "text/plain" };
    await send(
      new Response("Unexpected Server Error", { status: 500, headers }),
      incoming,
      outgoing,
    );
  }
}

/** The request with all its headers, its raw body, and a signal that aborts when the client disconnects. */
function createRequest(incoming: Incoming, outgoing: Outgoing): Request {
  const { method, originalUrl } = incoming;
  const headers = new Headers();
  for (const [name, value] of Object.entries(incoming.headers)) {
    if (Array.isArray(value)) for (const one of value) headers.append(name, one);
    else if (value) headers.set(name, value);
  }
  const leaving = new AbortController();
  outgoing.on("close", () => {
    if (!outgoing.writableFinished) leaving.abort();
  });
  const hasBody = method !== "GET" && method !== "HEAD";
  const body = hasBody ? createReadableStreamFromReadable(incoming) : null;
  return new Request(new URL(originalUrl, "http://localhost"), {
    ...{ method, headers, signal: leaving.signal },
    ...(body && { body, duplex: "half" as const }),
  });
}

async function send(answer: unknown, { method }: Incoming, outgoing: Outgoing): Promise<void> {
  if (!(answer instanceof Response)) throw new Error("The route answered without a response");
  const hasBody = answer.body !== null && method !== "HEAD";
  const body = hasBody ? Buffer.from(await answer.arrayBuffer()) : undefined;
  outgoing.status(answer.status);
  answer.headers.forEach((value, name) => outgoing.append(name, value));
  outgoing.end(body);
}
