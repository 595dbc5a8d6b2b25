import { acrossShops } from "~/db-scope.server";
import { getDeps } from "~/deps.server";

/** Concurrent checks share one database query. */
let asking: Promise<Response> | null = null;

/** For load balancers: 200 while this process can reach its database. */
export async function loader() {
  asking ??= pingDatabase().finally(() => (asking = null));
  return (await asking).clone();
}

async function pingDatabase(): Promise<Response> {
  const { db, log } = await getDeps();
  try {
    await acrossShops("run-process", () => db.$queryRaw`select 1`);
    return new Response("ok", { headers: { "Cache-Control": "no-store" } });
  } catch (error) {
    log.error({ err: error }, "health check failed");
    return new Response("the database cannot be reached", { status: 503 });
  }
}
