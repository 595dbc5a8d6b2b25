/**
 * Whether the merchant has granted an access scope.
 *
 * @param grantedScopes as a shop's row has them: joined by commas
 */
export const isGranted = (grantedScopes: string, scope: string): boolean =>
  grantedScopes.split(",").includes(scope);
