import type { ActionFunctionArgs } from "@remix-run/node";
import { ApiProfile } from "~/events/api/api-requests";
import { answerApi, methodNotAllowed } from "~/http/answer-api.server";
import { storeProperties } from "~/profiles/api/store-properties.server";

/** Customer properties from a system of the merchant: docs/events-api.md. */
export const action = ({ request }: ActionFunctionArgs) =>
  answerApi(request, { field: "profiles", schema: ApiProfile, store: storeProperties });

export const loader = () => methodNotAllowed();
