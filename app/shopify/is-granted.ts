/**
 * Whether the merchant has granted an access scope.
 *
 * @param grantedScopes comma-separated, as in a shop's row
 */
export const isGranted = (grantedScopes: string, scope: string): boolean =>
  grantedScopes.split(",").includes(scope);
