import {
  getNamedType,
  getOperationAST,
  Kind,
  OperationTypeNode,
  TypeInfo,
  visit,
  visitWithTypeInfo,
  type DocumentNode,
} from "graphql";
import { readDocument } from "./admin-graphql";
import { loadAdminSchema } from "./schema";

const MAXIMUM_CONNECTIONS = 5;
const MAXIMUM_DEPTH = 2;

/** Shopify's rules for a bulk query, in addition to the schema's. */
export function checkBulkQuery(query: string): { document: DocumentNode } | { problem: string } {
  const read = readDocument(query);
  if ("errors" in read) {
    const [first] = read.errors as readonly { message: string }[];
    return { problem: `Invalid bulk query: ${first?.message}` };
  }
  const operation = getOperationAST(read.document);
  if (operation?.operation !== OperationTypeNode.QUERY) {
    return { problem: "Invalid bulk query: it must be a query." };
  }
  if (operation.selectionSet.selections.length !== 1) {
    return { problem: "Bulk queries must have exactly one top-level field." };
  }
  const { count, depth, parentWithoutId } = connectionsIn(read.document);
  if (count === 0) return { problem: "Bulk queries must contain at least one connection." };
  if (count > MAXIMUM_CONNECTIONS) {
    return { problem: `Bulk queries cannot contain more than ${MAXIMUM_CONNECTIONS} connections.` };
  }
  if (depth > MAXIMUM_DEPTH) {
    return { problem: `Bulk queries cannot nest connections deeper than ${MAXIMUM_DEPTH} levels.` };
  }
  if (parentWithoutId) {
    return {
      problem:
        "The parent 'node' field for a nested connection must select the 'id' field without an alias and must be of 'ID' return type.",
    };
  }
  return read;
}

function connectionsIn(document: DocumentNode) {
  const typeInfo = new TypeInfo(loadAdminSchema().schema);
  const nodesWithId: boolean[] = [];
  let count = 0;
  let depth = 0;
  let deepest = 0;
  let parentWithoutId = false;
  visit(
    document,
    visitWithTypeInfo(typeInfo, {
      Field: {
        enter(field) {
          const type = typeInfo.getType();
          const name = type ? getNamedType(type).name : "";
          if (name.endsWith("Connection")) {
            count += 1;
            depth += 1;
            deepest = Math.max(deepest, depth);
            if (nodesWithId.length > 0 && nodesWithId.at(-1) === false) parentWithoutId = true;
          }
          if (field.name.value === "node" || field.name.value === "nodes") {
            const selected = field.selectionSet?.selections ?? [];
            nodesWithId.push(
              selected.some((it) => it.kind === Kind.FIELD && it.name.value === "id" && !it.alias),
            );
          }
        },
        leave(field) {
          const type = typeInfo.getType();
          if (type && getNamedType(type).name.endsWith("Connection")) depth -= 1;
          if (field.name.value === "node" || field.name.value === "nodes") nodesWithId.pop();
        },
      },
    }),
  );
  return { count, depth: deepest, parentWithoutId };
}
