import { data, redirect, type ActionFunctionArgs } from "@remix-run/node";
import { z } from "zod";
import type { FlowProblem } from "~/components/flows/use-flow-problem";
import { getDeps } from "~/deps.server";
import { moveEnrollments } from "~/flows/moving/move-enrollments.server";
import { deleteFlow } from "~/flows/status/delete-flow.server";
import { setFlowStatus } from "~/flows/status/set-flow-status.server";
import { restoreFlowVersion } from "~/pages/flows/flow-history.server";
import { duplicateFlow } from "~/pages/flows/duplicate-flow.server";
import { notFound } from "~/http/not-found.server";
import { readJson } from "~/http/read-json.server";
import { requireShop } from "~/http/require-shop.server";

const Change = z.discriminatedUnion("act", [
  z.object({ act: z.enum(["move", "archive", "delete", "duplicate"]) }),
  z.object({ act: z.literal("restore"), version: z.number().int() }),
]);

/** Actions on a whole flow. */
export async function action({ request, params }: ActionFunctionArgs) {
  const shopId = await requireShop(request);
  const change = Change.safeParse(await readJson(request));
  if (!change.success) return refused({ code: "unreadable" }, 422);
  const flowId = params.flowId ?? "";
  const deps = await getDeps();
  switch (change.data.act) {
    case "move": {
      const outcome = await moveEnrollments(shopId, flowId, "merchant", deps);
      if (outcome.kind === "begun") return done();
      if (outcome.reason === "not_found") notFound();
      return refused({ code: outcome.reason });
    }
    case "archive": {
      const command = { flowId, status: "archived" } as const;
      const outcome = await setFlowStatus(shopId, command, "merchant", deps);
      if (outcome.kind !== "refused") return done();
      if (outcome.reason === "not_found") notFound();
      return refused({ code: outcome.reason });
    }
    case "duplicate": {
      const copyId = await duplicateFlow(shopId, flowId, deps);
      return copyId === null ? notFound() : redirect(`/app/flows/${copyId}`);
    }
    case "restore": {
      const { version } = change.data;
      const outcome = await restoreFlowVersion(shopId, { flowId, version }, deps);
      if (outcome.kind === "saved") return done(outcome.version);
      return refused({ code: outcome.reason });
    }
    case "delete": {
      const outcome = await deleteFlow(shopId, flowId, "merchant", deps);
      if (outcome.kind === "deleted") return redirect("/app/flows");
      if (outcome.reason === "not_found") notFound();
      return refused({ code: outcome.reason });
    }
  }
}

/** @param restored the version that a restored one became */
const done = (restored: number | null = null) => data({ problem: null, restored });

const refused = (problem: FlowProblem, status = 409) => data({ problem, restored: null }, status);
