import type { ActionFunctionArgs } from "@remix-run/node";
import { ApiEvent } from "~/events/api/api-requests";
import { answerApi, methodNotAllowed } from "~/http/answer-api.server";
import { storeEvents } from "~/profiles/api/store-events.server";

/** Custom events from a system of the merchant: docs/events-api.md. */
export const action = ({ request }: ActionFunctionArgs) =>
  answerApi(request, { field: "events", schema: ApiEvent, store: storeEvents });

export const loader = () => methodNotAllowed();
