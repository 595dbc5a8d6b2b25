import { getNamedType, GraphQLError, isObjectType, type GraphQLResolveInfo } from "graphql";
import type { AdminSchema, RequiredAccess } from "./schema";

/**
 * Whether the granted scopes allow a field: the field's own scopes and those of its type (through a connection, of
 * its nodes). `write_x` includes `read_x`.
 *
 * @returns the missing requirement, or null when the field is allowed
 */
export function missingAccess(
  { access, schema }: AdminSchema,
  granted: readonly string[],
  typeName: string,
  fieldName: string,
  returnTypeName: string,
): RequiredAccess | null {
  const requested = [access.get(`${typeName}.${fieldName}`), access.get(returnTypeName)];
  if (returnTypeName.endsWith("Connection")) {
    const connection = schema.getType(returnTypeName);
    const nodes = isObjectType(connection) ? connection.getFields()["nodes"] : undefined;
    if (nodes) requested.push(access.get(getNamedType(nodes.type).name));
  }
  for (const requirement of requested) {
    if (!requirement) continue;
    const also = /requires (\w+) access scope/.exec(requirement.text)?.[1];
    const isMet = requirement.anyOf.some((it) => holds(granted, it));
    if (!isMet || (also && !requirement.anyOf.includes(also) && !holds(granted, also))) {
      return requirement;
    }
  }
  return null;
}

function holds(granted: readonly string[], scope: string): boolean {
  return granted.includes(scope) || granted.includes(scope.replace(/^read_/, "write_"));
}

/** Shopify's error text; graphql-js adds the field's path and nulls the value. */
export function accessDenied(info: GraphQLResolveInfo, { text }: RequiredAccess): GraphQLError {
  return new GraphQLError(
    `Access denied for ${info.fieldName} field.${text ? ` Required access: ${text}` : ""}`,
    {
      nodes: info.fieldNodes,
      extensions: {
        code: "ACCESS_DENIED",
        documentation: "https://shopify.dev/api/usage/access-scopes",
        requiredAccess: text,
      },
    },
  );
}
