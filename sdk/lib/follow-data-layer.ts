import type { WireProperties } from "../../shared/wire.ts";
import { quietly } from "./quietly.ts";
import { whenThere } from "./when-there.ts";

/** An entry of `window.dataLayer`, as far as it is what it should be: an object, or the arguments of `gtag`. */
export interface DataLayerEntry {
  readonly 0?: string;
  readonly 1: string;
  readonly 2?: WireProperties;
  readonly event: string;
  readonly ecommerce?: WireProperties;
}

/**
 * Hands over each entry of the page's data layer, those that are there and those to come. These are
 * taken from the call and not from the list, which a tag manager shortens. The page's own `push`,
 * replaced or not, comes first and keeps its answer and its exceptions.
 *
 * @example followDataLayer((entry) => report(entry.event));
 */
export function followDataLayer(take: (entry: DataLayerEntry) => void): void {
  const takeQuietly = quietly(take);
  whenThere(
    () => (window as { dataLayer?: DataLayerEntry[] }).dataLayer,
    (layer) => {
      layer.forEach((entry) => takeQuietly(entry));
      const { push } = layer;
      layer.push = (...entries) => {
        const length = push.apply(layer, entries);
        entries.forEach((entry) => takeQuietly(entry));
        return length;
      };
    },
  );
}
