import type { ActionFunctionArgs, ServerBuild } from "@remix-run/node";
import { AppError } from "~/lib/errors";

type Routes = ServerBuild["routes"];
type Action = NonNullable<Routes[string]["module"]["action"]>;

const MB = 1024 * 1024;
/** Ample for requests of the admin pages. */
const MAX_BYTES = MB;
/** Streamed uploads, never held in memory as a whole. */
const MAX_FILE_BYTES: ReadonlyMap<string, number> = new Map([
  ["routes/app.customers.import_.upload", 50 * MB],
  ["routes/app.suppressions.import", 50 * MB],
]);
/** The admin layout and all nested routes. */
const IS_ADMIN = /^routes\/app(?:[._]|$)/;

/** Wraps the admin routes so that larger bodies are rejected with 413, however they are read. */
export function limitBodies(routes: Routes): Routes {
  return Object.fromEntries(
    Object.entries(routes).map(([id, route]) => {
      const { action } = route.module;
      if (!action || !IS_ADMIN.test(id)) return [id, route];
      const limited = limitAction(action, MAX_FILE_BYTES.get(id) ?? MAX_BYTES);
      return [id, { ...route, module: { ...route.module, action: limited } }];
    }),
  );
}

function limitAction(action: Action, maxBytes: number): Action {
  return (args: ActionFunctionArgs) =>
    action({ ...args, request: limitBody(args.request, maxBytes) });
}

function limitBody(request: Request, maxBytes: number): Request {
  if (Number(request.headers.get("content-length") ?? 0) > maxBytes) throw tooLarge(maxBytes);
  if (!request.body) return request;

  let length = 0;
  const limit = new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, controller) {
      length += chunk.byteLength;
      if (length > maxBytes) controller.error(tooLarge(maxBytes));
      else controller.enqueue(chunk);
    },
  });
  // Not canceled, because that would close the connection before the response is sent.
  const body = request.body.pipeThrough(limit, { preventCancel: true });
  return new Request(request, { body, duplex: "half" });
}

const tooLarge = (maxBytes: number) =>
  new AppError("too_large", `The body is longer than ${maxBytes} bytes`);
