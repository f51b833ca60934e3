import type { WireBatch, WireEvent } from "../../shared/wire.ts";

/** The events of a request, each with what the request says for all of them. */
export const wireEvents = ({ batch, anonymousId, context }: WireBatch): WireEvent[] =>
  batch.map((event) => ({
    ...(anonymousId !== undefined && { anonymousId }),
    ...(context?.page && { context: { page: context.page } }),
    ...event,
  }));

/** Path of the page on which an event happened, with the route of a hash router. */
export const pathOf = ({ context }: WireEvent): string | undefined => {
  if (!context) return undefined;
  const { pathname, hash } = new URL(context.page.url);
  return pathname + hash;
};
