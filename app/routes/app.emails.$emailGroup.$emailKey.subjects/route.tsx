import type { ActionFunctionArgs } from "@remix-run/node";
import { getDeps } from "~/deps.server";
import { readJson } from "~/http/read-json.server";
import { requireShop } from "~/http/require-shop.server";
import { answerSubjectRequest, type SubjectError } from "~/pages/emails/answer-subject.server";

const statusOf = (error: SubjectError | null) =>
  error === null ? 200 : error.kind === "not_found" ? 404 : 422;

/** Adds or removes a tested subject of an email. */
export async function action({ request, params }: ActionFunctionArgs) {
  const shopId = await requireShop(request);
  const templateId = `${params.emailGroup}/${params.emailKey}`;
  const body = await readJson(request);
  const answer = await answerSubjectRequest(shopId, templateId, body, await getDeps());
  return Response.json(answer, { status: statusOf(answer.error) });
}
