import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { z } from "zod";
import { countFormView } from "~/delivery/sign-up-forms/form-count-store.server";
import { listPublicForms } from "~/delivery/sign-up-forms/list-public-forms.server";
import { ARM } from "~/delivery/sign-up-forms/sign-up-form";
import { getDeps } from "~/deps.server";
import { refuse } from "~/http/app-proxy-guard.server";
import { readBody } from "~/http/read-body.server";
import { parseJson } from "~/lib/parse-json";

const MAX_BYTES = 1_024;
const View = z.object({ form: z.uuid(), arm: z.string().regex(ARM) });

/** The live forms for the theme's app embed: /apps/kindred/forms. The same for everyone, so a browser may keep it. */
export async function loader({ request }: LoaderFunctionArgs) {
  const { appProxy, db } = await getDeps();
  const admitted = await appProxy.authenticate(request, "read");
  if (admitted.kind === "refused") return admitted.response;
  const forms = await listPublicForms(db, admitted.shopId);
  return Response.json({ forms }, { headers: { "Cache-Control": "public, max-age=60" } });
}

/** Counts a view of a form. */
export async function action({ request }: ActionFunctionArgs) {
  const { appProxy, db, now } = await getDeps();
  const admitted = await appProxy.authenticate(request, "read");
  if (admitted.kind === "refused") return admitted.response;
  const body = await readBody(request, MAX_BYTES);
  const view = View.safeParse(body && parseJson(new TextDecoder().decode(body)));
  if (!view.success) return refuse(400, "malformed").response;
  const { form: formId, arm } = view.data;
  await countFormView(db, admitted.shopId, { formId, arm }, now());
  return new Response(null, { status: 204 });
}
