import type { Db } from "~/db.server";
import type { ShopId } from "~/lib/shop-id";
import type { Brand } from "../brand/brand";
import { chooseLanguage } from "../document/languages";
import {
  languagesOf,
  localise,
  type LocalMail,
  type MailDocument,
} from "../document/mail-document";
import { productColumns } from "../document/product-blocks";
import type { MessageIntent } from "../message";
import type { compileTemplate } from "./compile-template.server";
import type { CompiledTemplate } from "./compiled-template";
import { stepMail } from "./step-mail";

/** What one message says, in its recipient's language. */
export interface MailOfMessage {
  readonly mail: LocalMail;
  /** Block id → products in a row. */
  readonly columns: Readonly<Record<string, number>>;
  readonly compiled: Promise<CompiledTemplate>;
}

interface Deps {
  readonly compile: typeof compileTemplate;
  readonly brand: Brand;
}

/** Reads the templates of these messages as they stand now, and compiles each once in each language that is asked for. */
export function findMails(
  _db: Db,
  _shopId: ShopId,
  _intents: readonly MessageIntent[],
  { compile, brand }: Deps,
): Promise<(intent: MessageIntent, locale: string | null) => MailOfMessage> {
  const documents = new Map<string, MailDocument>();
  const found = new Map<string, MailOfMessage>();
  return Promise.resolve((intent, locale) => {
    const key = JSON.stringify([intent.template, intent.copy, intent.picks]);
    const document = documents.get(key) ?? stepMail(intent);
    documents.set(key, document);
    const language = chooseLanguage(locale, document.language, languagesOf(document));
    const known = found.get(`${language} ${key}`);
    if (known) return known;
    const mail = localise(document, language);
    const columns = productColumns(mail.blocks);
    const fresh = { mail, columns, compiled: compile({ mail, brand }) };
    found.set(`${language} ${key}`, fresh);
    return fresh;
  });
}
