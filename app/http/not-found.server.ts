/** Ends a request for something that the shop does not have. @throws Response 404 */
export function notFound(): never {
  throw new Response(null, { status: 404 });
}
