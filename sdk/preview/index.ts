import type { ActionPayload } from "../../shared/wire.ts";
import type { LoadChunk } from "../chunks.ts";
import { sayOnce } from "../lib/say-once.ts";
import { whenParsed } from "../lib/when-parsed.ts";
import { silence } from "./silence.ts";
import { noteSheet } from "./style.ts";
import { previewWords } from "./words.ts";

/** What the lazy chunk gives to the entry. */
export interface PreviewModule {
  showPreview(endpoint: string, site: string, load: LoadChunk, tell?: (action: ActionPayload) => void): void;
}

/** What the address of a preview carries. */
const parameter = "scoreline_preview";

/** A line at the top of the window, for whoever looks at the preview. */
const showNote = () => {
  const host = document.createElement("scoreline-preview");
  const line = document.createElement("p");
  line.setAttribute("role", "status");
  const root = host.attachShadow({ mode: "open" });
  root.adoptedStyleSheets = [noteSheet];
  root.append(line);
  document.body.append(host);
  return (text: string) => (line.textContent = text);
};

const fetchAction = async (endpoint: string, site: string): Promise<ActionPayload | undefined> => {
  const id = new URLSearchParams(location.search).get(parameter) ?? "";
  const query = new URLSearchParams({ site, locale: document.documentElement.lang || navigator.language });
  const answer = await fetch(`${endpoint}/v1/previews/${encodeURIComponent(id)}?${query}`);
  return answer.ok ? ((await answer.json()) as ActionPayload) : undefined;
};

const show = async (
  endpoint: string,
  site: string,
  load: LoadChunk,
  tell: (action: ActionPayload) => void,
) => {
  const words = previewWords(document.documentElement.lang || navigator.language);
  const say = showNote();
  const [action, showActions] = await Promise.all([
    fetchAction(endpoint, site),
    load("actions", (module) => module.showActions),
  ]);
  if (!action || !showActions) {
    say(words.ended);
    return;
  }
  // What is said until it is shown, and for ever if it never is.
  if (action.slot) say(`${words.noSlot} ${action.slot}`);
  else if (action.kind === "chat_open") say(words.noChat);
  else if (action.kind === "redirect") say(`${words.leadsTo} ${action.link}`);
  showActions([action], {
    report() {},
    identify() {},
    settings: {},
    onShow() {
      say(words.shown);
      tell(action);
    },
  });
};

/**
 * Shows the one action of a preview link. Nothing of the visit is recorded, by the page's own calls
 * neither: the client is not even started.
 *
 * @param site The site's write key.
 * @example showPreview("https://score.example.com", "pub_1", load);
 */
export const showPreview: PreviewModule["showPreview"] = (endpoint, site, load, tell = silence()) => {
  whenParsed(() => void show(endpoint, site, load, tell).catch(sayOnce));
};
