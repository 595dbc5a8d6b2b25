import { data, type ActionFunctionArgs, type LoaderFunctionArgs } from "@remix-run/node";
import { useFetcher, useLoaderData, useNavigate, useRevalidator } from "@remix-run/react";
import { readPage } from "~/components/lists/page-number";
import { useSaveFile } from "~/components/save-file";
import { ImportEncoding } from "~/delivery/customer-import/column-role";
import { readJson } from "~/http/read-json.server";
import { requireShopDeps } from "~/http/require-shop.server";
import { changeCustomerImport } from "~/pages/customers/change-customer-import.server";
import { loadCustomerImport } from "~/pages/customers/customer-import-page.server";
import { CustomerImportView } from "./page";
import { uploadFile } from "./upload-file";

export async function loader({ request }: LoaderFunctionArgs) {
  const { shopId, ...deps } = await requireShopDeps(request);
  const { searchParams } = new URL(request.url);
  const encoding = ImportEncoding.nullable().catch(null).parse(searchParams.get("encoding"));
  return loadCustomerImport(shopId, encoding, deps, readPage(searchParams));
}

export async function action({ request }: ActionFunctionArgs) {
  const { shopId, ...deps } = await requireShopDeps(request);
  const problem = await changeCustomerImport(shopId, await readJson(request), deps);
  return data({ problem }, problem === null ? 200 : 422);
}

export default function CustomerImportRoute() {
  const saveFile = useSaveFile();
  const page = useLoaderData<typeof loader>();
  const change = useFetcher<typeof action>();
  const navigate = useNavigate();
  const { revalidate } = useRevalidator();
  return (
    <CustomerImportView
      page={page}
      problem={change.data?.problem ?? null}
      isBusy={change.state !== "idle"}
      onUpload={(file) =>
        uploadFile(file).finally(() => {
          // The encoding in the address was that of the last file.
          navigate(".", { replace: true });
          revalidate();
        })
      }
      onEncoding={(encoding) => navigate(`?encoding=${encoding}`, { replace: true })}
      onChange={(body) => change.submit(body, { method: "post", encType: "application/json" })}
      onDownload={(name) => void saveFile(`/app/customers/import/${name}`, `${name}.csv`)}
    />
  );
}
