import { signal } from "@preact/signals";
import { adoptTokenFromAddress } from "./session.ts";

const plainScreens = ["outcomes", "sources", "destinations", "setup", "settings"] as const;
type PlainScreen = (typeof plainScreens)[number];

/** Where the reader is. */
export type Route =
  | { screen: "leads" }
  | { screen: "lead" | "account"; id: string }
  | { screen: PlainScreen | "accounts" };

/** Reads a route from the hash; anything unknown is the list of leads. */
export function readRoute(hash: string): Route {
  const [screen, id] = hash.replace(/^#\/?/, "").split("/");
  const plain = plainScreens.find((name) => name === screen);
  if (plain !== undefined) return { screen: plain };
  if ((screen === "leads" || screen === "accounts") && id) {
    try {
      return { screen: screen === "leads" ? "lead" : "account", id: decodeURIComponent(id) };
    } catch {
      return { screen };
    }
  }
  if (screen === "accounts") return { screen };
  return { screen: "leads" };
}

/** The current route. */
export const route = signal<Route>({ screen: "leads" });

/** Address of a lead's page. */
export function leadAddress(id: string): string {
  return `#/leads/${encodeURIComponent(id)}`;
}

/** Address of an account's page. */
export function accountAddress(id: string): string {
  return `#/accounts/${encodeURIComponent(id)}`;
}

/** Follows the address from now on. */
export function startRouting(): void {
  const follow = () => {
    adoptTokenFromAddress();
    route.value = readRoute(location.hash);
  };
  addEventListener("hashchange", follow);
  follow();
}
