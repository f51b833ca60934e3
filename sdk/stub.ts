/**
 * The inline stub: `window.scoreline` as a queue until the script has arrived. When the visitor
 * leaves before that, it sends the queue itself, with the page view the script would have sent.
 *
 * It reads the site and the endpoint from the script tag, so its text is the same on every site,
 * and so is its hash in a content security policy. It stands alone: every byte is in each page.
 */
((page: { scoreline?: Record<string, unknown> }) => {
  const queue: [name: string, given: unknown[], atMs: number][] = [];
  const startedAtMs = Date.now();
  const stub: Record<string, unknown> = (page.scoreline = { q: queue, t: startedAtMs });
  for (const name of ["page", "track", "identify", "group", "reset", "on", "ready", "debug"]) {
    stub[name] = (...given: unknown[]) => queue.push([name, given, Date.now()]);
  }

  /** 22 characters of randomness; letters, digits and the underscore. */
  const randomId = () =>
    btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(16))))
      .replace(/\W/g, "_")
      .slice(0, 22);

  addEventListener("pagehide", () => {
    const tag = document.querySelector<HTMLScriptElement>("script[data-site]");
    if (stub.loaded || !tag) return;
    const { site, endpoint, auto } = tag.dataset;
    let record: { site?: string; anonymousId?: string; visitor?: string } | undefined;
    try {
      record = JSON.parse(localStorage.scoreline);
    } catch {}
    if (record?.site !== site) {
      record = { site: site!, anonymousId: randomId() };
      try {
        localStorage.scoreline = JSON.stringify(record);
      } catch {}
    }
    // Anything in an address may be personal: only campaign parameters go, and no e-mail address.
    const path = location.pathname.replace(/[^/]+(@|%40)[^/]+/g, "*");
    const query = location.search.match(/(utm_\w+|\w+clk?id|[gw]braid)=[\w.-]*/g);
    const context = {
      page: {
        url: location.origin + path + (query ? "?" + query.join("&") : ""),
        path,
        title: document.title,
        referrer: document.referrer.split(/[?#]/)[0],
      },
    };
    if (auto != "false" && !queue.some(([name]) => name == "page")) queue.unshift(["page", [], startedAtMs]);
    const batch = queue.flatMap(([type, [subject, facts], atMs]) => {
      const key = { page: "name", track: "event", identify: "userId", group: "groupId" }[type];
      const isFacts = typeof subject == "object";
      return key
        ? {
            type,
            messageId: randomId(),
            timestamp: new Date(atMs),
            anonymousId: record!.anonymousId,
            context,
            [key]: isFacts ? undefined : subject,
            [type == "page" || type == "track" ? "properties" : "traits"]: isFacts ? subject : facts,
          }
        : [];
    });
    queue.length = 0;
    navigator.sendBeacon(
      (endpoint || tag.src.replace(/\/(s\/)?[^/]*$/, "")) + "/v1/batch",
      JSON.stringify({ writeKey: site, sentAt: new Date(), visitor: record!.visitor, batch }),
    );
  });
})(window as never);
