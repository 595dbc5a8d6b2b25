import type { OPENAPI } from "~/events/api/openapi";

/** The keywords of JSON Schema that the document uses. */
interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Schema[];
  readonly format?: string;
  readonly pattern?: string;
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | Schema;
  readonly items?: Schema;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly maxLength?: number;
}

interface Field {
  readonly path: string;
  readonly schema: Schema;
  readonly isRequired: boolean;
}

/** The OpenAPI document as a page in Markdown: a table of fields for each request, answer and webhook. */
export function apiReference(document: typeof OPENAPI): string {
  const { paths, webhooks, components, info } = document;
  const schemas = components.schemas as Readonly<Record<string, Schema>>;
  const fields = (schema: unknown) => fieldTable(schema as Schema);
  return [
    "# API reference",
    `${info.description} The [Events API](events-api.md) explains how to use it. This page is made from [openapi.json](openapi.json) by \`npm run openapi\`.`,
    `Send a key with each request: \`Authorization: Bearer kindred_…\`. ${components.securitySchemes.apiKey.description}`,
    "## Requests",
    ...Object.entries(paths).flatMap(([path, { post }]) => [
      `### POST ${path}`,
      `${post.summary}. ${post.description}`,
      fields(post.requestBody.content["application/json"].schema),
      table(
        ["Status", "Meaning", "Body"],
        Object.entries(post.responses).map(([status, answer]) => [
          status,
          answer.description,
          nameOf(answer.content["application/json"].schema),
        ]),
      ),
    ]),
    "## Answers",
    ...Object.entries(schemas).flatMap(([name, schema]) => [`### ${name}`, fields(schema)]),
    "## Webhooks",
    ...Object.entries(webhooks).flatMap(([type, { post }]) => [
      `### ${type}`,
      `${post.summary}.`,
      fields(post.requestBody.content["application/json"].schema),
    ]),
    "## Headers of webhooks",
    table(
      ["Header", "Meaning"],
      (Object.values(webhooks)[0]?.post.parameters ?? []).map(({ name, description }) => [
        code(name),
        description,
      ]),
    ),
    table(
      ["Your answer", "Meaning"],
      Object.entries(Object.values(webhooks)[0]?.post.responses ?? {}).map(
        ([status, { description }]) => [status, description],
      ),
    ),
    "",
  ].join("\n\n");
}

const code = (text: string) => `\`${text}\``;

const nameOf = ({ $ref = "" }: Schema) => {
  const name = $ref.split("/").at(-1) ?? "";
  return `[${name}](#${name.toLowerCase()})`;
};

function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll("|", String.raw`\|`)).join(" | ")} |`;
  return [line(heads), line(heads.map(() => "---")), ...rows.map(line)].join("\n");
}

const fieldTable = (schema: Schema) =>
  table(
    ["Field", "", "Meaning", "Type"],
    fieldsOf(schema).map((field) => [
      code(field.path),
      field.isRequired ? "required" : "optional",
      field.schema.description ?? "",
      typeOf(field.schema),
    ]),
  );

/** The fields of an object and of what it contains, each with its path: `events[].name`. */
function fieldsOf(schema: Schema, prefix = ""): Field[] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, inner]) => {
    const path = `${prefix}${name}`;
    const field = { path, schema: inner, isRequired: schema.required?.includes(name) ?? false };
    return [field, ...fieldsOf(inner, `${path}.`), ...fieldsOf(inner.items ?? {}, `${path}[].`)];
  });
}

/** In words: `text, at most 254 characters`, `list of 1 to 100 objects`. */
function typeOf(schema: Schema): string {
  const { type, anyOf, items, additionalProperties: values, maxLength } = schema;
  if (schema.const !== undefined) return code(JSON.stringify(schema.const));
  if (schema.enum !== undefined) return schema.enum.map((one) => code(String(one))).join(", ");
  if (anyOf !== undefined) return [...new Set(anyOf.map(typeOf))].join(" or ");
  if (type === "array" && items !== undefined)
    return `list of ${amountOf(schema)}${typeOf(items)}s`;
  if (type === "object" && typeof values === "object") return `object of ${typeOf(values)}`;
  if (schema.format === "date-time") return "ISO 8601 with time zone";
  const words = [type].flat().map((one = "any value") => (one === "string" ? "text" : one));
  const length = maxLength === undefined ? "" : `, at most ${maxLength} characters`;
  const pattern = schema.pattern === undefined ? "" : `, ${code(schema.pattern)}`;
  return `${words.join(" or ")}${length}${pattern}`;
}

const amountOf = ({ minItems, maxItems }: Schema) =>
  maxItems === undefined ? "" : `${minItems ?? 0} to ${maxItems} `;
