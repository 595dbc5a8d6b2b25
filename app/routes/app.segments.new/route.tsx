import { data, redirect, type ActionFunctionArgs, type LoaderFunctionArgs } from "@remix-run/node";
import { useFetcher, useLoaderData } from "@remix-run/react";
import { useDraft } from "~/components/forms/use-draft";
import { useRulePreview } from "~/components/segments/use-rule-preview";
import type { SegmentDraft } from "~/components/segments/segment-form";
import { getDeps } from "~/deps.server";
import { readJson } from "~/http/read-json.server";
import { requireShop, requireShopDeps } from "~/http/require-shop.server";
import { useText } from "~/i18n/text-provider";
import { freeName } from "~/lib/free-name";
import { saveSegment } from "~/segments/editing/save-segment.server";
import { loadRuleBuilder } from "~/pages/segments/segment-pages.server";
import { BLANK_RULE, SEGMENT_TEMPLATES } from "~/segments/templates";
import { NewSegmentPage } from "./page";

export async function loader({ request }: LoaderFunctionArgs) {
  const { shopId, db } = await requireShopDeps(request);
  const key = new URL(request.url).searchParams.get("template");
  const template = SEGMENT_TEMPLATES.find((it) => it.key === key);
  const rule = template?.rule ?? BLANK_RULE;
  const builder = await loadRuleBuilder(db, shopId, [rule]);
  return { builder, template: template?.key ?? null, rule };
}

export async function action({ request }: ActionFunctionArgs) {
  const shopId = await requireShop(request);
  const outcome = await saveSegment(shopId, null, await readJson(request), await getDeps());
  return outcome.kind === "saved"
    ? redirect(`/app/segments/${outcome.segmentId}`)
    : data(outcome, 422);
}

export default function NewSegmentRoute() {
  const { builder, template, rule } = useLoaderData<typeof loader>();
  const text = useText("segments");
  const taken = builder.others.map((it) => it.name);
  const save = useFetcher<typeof action>();
  const [draft, setDraft, isDirty, discard] = useDraft<SegmentDraft>({
    name: template === null ? "" : freeName(text(`template.${template}`), taken),
    rule,
  });
  const refused = save.data?.kind === "invalid" ? save.data : null;
  return (
    <NewSegmentPage
      draft={draft}
      builder={builder}
      nameError={refused?.name ?? null}
      problems={refused?.problems ?? []}
      isDirty={isDirty}
      isSaving={save.state !== "idle"}
      onDiscard={discard}
      onChange={setDraft}
      onSave={() =>
        save.submit(JSON.stringify(draft), { method: "post", encType: "application/json" })
      }
      {...useRulePreview(draft.rule, null)}
    />
  );
}
