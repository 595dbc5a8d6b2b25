import { getDeps } from "~/deps.server";

/** For load balancers: 200 while this process reaches its database. */
export async function loader() {
  const { db, log } = await getDeps();
  try {
    await db.$queryRaw`select 1`;
    return new Response("ok", { headers: { "Cache-Control": "no-store" } });
  } catch (error) {
    log.error({ err: error }, "health check failed");
    return new Response("the database cannot be reached", { status: 503 });
  }
}
