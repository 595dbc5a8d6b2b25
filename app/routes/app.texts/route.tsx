import { data, type ActionFunctionArgs, type LoaderFunctionArgs } from "@remix-run/node";
import { useFetcher, useLoaderData, useSearchParams } from "@remix-run/react";
import { useSavedToast } from "~/components/forms/use-saved-toast";
import { getDeps } from "~/deps.server";
import { readJson } from "~/http/read-json.server";
import { requireShop, requireShopDeps } from "~/http/require-shop.server";
import { requestLocale } from "~/i18n/request-locale.server";
import { useText } from "~/i18n/text-provider";
import { loadOwnTextsPage } from "~/pages/texts/own-texts-page.server";
import { answerOwnTextsRequest } from "~/pages/texts/save-own-texts.server";
import { TextsPage } from "./page";

export async function loader({ request }: LoaderFunctionArgs) {
  const { shopId, db } = await requireShopDeps(request);
  const wanted = new URL(request.url).searchParams.get("language");
  return loadOwnTextsPage(db, shopId, wanted, requestLocale(request).language);
}

export async function action({ request }: ActionFunctionArgs) {
  const shopId = await requireShop(request);
  const answer = await answerOwnTextsRequest(shopId, await readJson(request), await getDeps());
  return data(answer, answer.error === null ? 200 : 422);
}

export default function TextsRoute() {
  const page = useLoaderData<typeof loader>();
  const save = useFetcher<typeof action>();
  const [, setParams] = useSearchParams();
  const text = useText("own-texts");
  const isSaving = save.state !== "idle";
  useSavedToast(save.data?.savedAt ?? null, text("saved"), isSaving);
  return (
    <TextsPage
      key={page.language}
      page={page}
      error={save.data?.error ?? null}
      problems={save.data?.problems ?? {}}
      isSaving={isSaving}
      onLanguage={(language) => setParams({ language })}
      onSave={(texts) =>
        save.submit(
          { language: page.language, texts },
          { method: "post", encType: "application/json" },
        )
      }
    />
  );
}
