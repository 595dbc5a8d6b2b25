import { getDeps } from "~/deps.server";
import { checkReadiness, type Readiness } from "~/http/readiness.server";

/** Concurrent checks share the database's queries. */
let checking: Promise<Readiness> | null = null;

/** For load balancers: 200 while this process can serve requests. The body has the state of each part. */
export async function loader() {
  checking ??= getDeps()
    .then(checkReadiness)
    .finally(() => (checking = null));
  const { isReady, parts } = await checking;
  const headers = { "Cache-Control": "no-store" };
  return Response.json(parts, { status: isReady ? 200 : 503, headers });
}
