import { useSignal } from "@preact/signals";
import type { Setup } from "../../../../shared/schema/setup.ts";
import { CopyButton } from "../../components/copy-button.tsx";
import { Icon } from "../../components/icon.tsx";
import {
  askDebugLink,
  askPreviewLink,
  linkProblem,
  lookAtPage,
  madeLink,
  pageCheck,
  typedPage,
} from "../../state/setup.ts";
import { site } from "../../state/site.ts";
import { humanise } from "../../words/events.ts";
import { webLink } from "../../words/people.ts";
import { FindingList } from "./finding-list.tsx";

/** The page to propose: one that was seen, else the first origin that is a whole address. */
function proposedPage(setup: Setup): string {
  const seen = setup.script.places.find((place) => place.startsWith("http"));
  const origin = seen ?? site.value.value?.site.origins.find((pattern) => !pattern.includes("*"));
  return origin === undefined ? "" : `${origin}/`;
}

function CheckResult() {
  const { value, error, isLoading } = pageCheck;
  if (isLoading.value) {
    return (
      <p class="check-result card-text" role="status">
        Reading the page…
      </p>
    );
  }
  if (error.value !== null) {
    return (
      <p class="check-result is-bad-text" role="alert">
        {error.value.message}
      </p>
    );
  }
  const check = value.value;
  if (check === null) return null;
  const faults = check.findings.filter(
    ({ severity }) => severity === "error" || severity === "warning",
  ).length;
  return (
    <div class="check-result">
      <p class="check-title" role="status">
        <strong>
          {faults === 0 ? "Nothing to mend" : faults === 1 ? "1 thing to mend" : `${faults} things to mend`}
        </strong>
        <span class="muted truncate" title={check.url}>
          <bdi>{check.url}</bdi>
        </span>
      </p>
      <FindingList findings={check.findings} label="Findings" />
    </div>
  );
}

function MadeLink() {
  const problem = linkProblem.value;
  if (problem !== null) {
    return (
      <p class="is-bad-text" role="alert">
        {problem}
      </p>
    );
  }
  const made = madeLink.value;
  const address = made === null ? null : webLink(made.link);
  if (made === null || address === null) return null;
  return (
    <div class="made-link" role="status">
      <div class="made-link-words">
        <span class="small muted">{made.label}</span>
        <a class="truncate mono" href={address} target="_blank" rel="noopener noreferrer" title={address}>
          {address}
        </a>
      </div>
      <CopyButton text={address} label="Copy" />
      <a class="link-button" href={address} target="_blank" rel="noopener noreferrer">
        <Icon name="open" size={14} />
        Open
      </a>
    </div>
  );
}

/** One page of the site: what is wrong with it, and links that show more of it. */
export function PageCard({ setup }: { setup: Setup }) {
  const action = useSignal(setup.actions[0]?.id ?? "");
  const page = typedPage.value ?? proposedPage(setup);

  return (
    <section class="setup-card" aria-labelledby="setup-page">
      <header class="setup-card-header">
        <h2 id="setup-page">Check my page</h2>
      </header>
      <form
        class="page-form"
        onSubmit={(event) => {
          event.preventDefault();
          lookAtPage(page.trim());
        }}
      >
        <label for="page-address">Address of a page of the site</label>
        <div class="page-form-line">
          <input
            id="page-address"
            class="field"
            type="url"
            inputMode="url"
            required
            maxLength={2048}
            placeholder="https://"
            autocomplete="url"
            spellcheck={false}
            value={page}
            onInput={(event) => {
              typedPage.value = event.currentTarget.value;
            }}
          />
          <button type="submit" class="button is-primary" disabled={pageCheck.isLoading.value}>
            Check
          </button>
        </div>
        <p class="card-text">
          The worker reads the page and looks for copies, key, origin, consent and Content-Security-Policy.
          What a tag manager adds in the browser is not in it.
        </p>
      </form>
      <CheckResult />
      <div class="page-links">
        <h3>See more on that page</h3>
        <div class="page-links-line">
          <button type="button" class="button" onClick={() => void askDebugLink(page.trim())}>
            Make a debug link
          </button>
          {setup.actions.length > 0 && (
            <span class="preview-choice">
              <select
                class="field"
                aria-label="Action to preview"
                value={action.value}
                onChange={(event) => {
                  action.value = event.currentTarget.value;
                }}
              >
                {setup.actions.map(({ id, kind }) => (
                  <option key={id} value={id}>
                    {`${humanise(id)} (${humanise(kind).toLowerCase()})`}
                  </option>
                ))}
              </select>
              <button
                type="button"
                class="button"
                onClick={() => void askPreviewLink(page.trim(), action.value)}
              >
                Make a preview link
              </button>
            </span>
          )}
        </div>
        <MadeLink />
        <p class="card-text">
          A debug link opens a panel on the page that shows each event and its fate. A preview link shows the
          action to whoever opens it, and records nothing.
        </p>
      </div>
    </section>
  );
}
