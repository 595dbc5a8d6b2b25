import type { ServerBuild } from "@remix-run/node";
import { beforeShop } from "~/db-scope.server";
import { AppError } from "~/lib/errors";
import type { Log } from "~/lib/log.server";
import { isRefusedValue } from "~/lib/refused-value";
import { runAsRequest } from "~/privacy/request-staff.server";
import { errorResponse } from "./error-response.server";
import { safePath } from "./safe-path";

interface Deps {
  readonly log: Log;
}

type Routes = ServerBuild["routes"];
type RouteModule = Routes[string]["module"];

/**
 * Wraps every loader and action so that an AppError becomes a response with its own status; Remix
 * would answer 500 to all. Other errors pass through.
 */
export function answerFaults(routes: Routes, deps: Deps): Routes {
  return Object.fromEntries(
    Object.entries(routes).map(([id, route]) => [
      id,
      { ...route, module: { ...route.module, ...answering(route.module, deps) } },
    ]),
  );
}

function answering({ loader, action }: RouteModule, deps: Deps): Partial<RouteModule> {
  return {
    ...(loader && { loader: (args) => answered(() => loader(args), args.request, deps) }),
    ...(action && { action: (args) => answered(() => action(args), args.request, deps) }),
  };
}

async function answered<T>(work: () => T, { method, url }: Request, { log }: Deps) {
  try {
    return await beforeShop(() => runAsRequest(work));
  } catch (error) {
    const fault = isRefusedValue(error)
      ? new AppError("invalid_input", "The database refused a value", { cause: error })
      : error;
    if (!(fault instanceof AppError)) throw fault;
    throw errorResponse(fault, { log: log.child({ method, path: safePath(url) }) });
  }
}
