import type { ActionFunctionArgs, ServerBuild } from "@remix-run/node";
import { AppError } from "~/lib/errors";

type Routes = ServerBuild["routes"];
type Action = NonNullable<Routes[string]["module"]["action"]>;

const MB = 1024 * 1024;
/** For what the pages of the admin send: nothing of it comes near. */
const MAX_BYTES = MB;
/** Files, which are taken in as they come and never held as a whole. */
const MAX_FILE_BYTES: ReadonlyMap<string, number> = new Map([
  ["routes/app.suppressions.import", 50 * MB],
]);
/** The admin's layout and all under it, however they are nested. */
const IS_ADMIN = /^routes\/app(?:[._]|$)/;

/** The routes, each of the admin's refusing a body that is longer than it takes: 413, whoever reads it and however. */
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
  // Not cancelled: that would cut the connection off before the answer is sent.
  const body = request.body.pipeThrough(limit, { preventCancel: true });
  return new Request(request, { body, duplex: "half" });
}

const tooLarge = (maxBytes: number) =>
  new AppError("too_large", `The body is longer than ${maxBytes} bytes`);
