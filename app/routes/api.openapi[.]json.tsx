import { OPENAPI } from "~/events/api/openapi";

/** The OpenAPI document of the Events API. Public: it has no data of a shop. */
export const loader = () =>
  Response.json(OPENAPI, { headers: { "Access-Control-Allow-Origin": "*" } });
