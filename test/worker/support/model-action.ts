/** An action of a model that leads to this address. */
export function describeAction(link: string): unknown {
  return {
    id: "leads_away",
    kind: "banner",
    when: { test: "stage", atLeast: "mql" },
    link,
    texts: { en: { title: "Look", button: "Go" } },
  };
}
