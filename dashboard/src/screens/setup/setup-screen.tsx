import { useEffect } from "preact/hooks";
import { Problem, StaleBar } from "../../components/notice.tsx";
import { followSetup, loadSetup, setup } from "../../state/setup.ts";
import { Lights } from "./lights.tsx";
import { PageCard } from "./page-card.tsx";
import { SnippetCard } from "./snippet-card.tsx";

function Content() {
  const known = setup.value.value;
  const error = setup.error.value;
  const retry = () => void loadSetup();
  if (known === null) {
    if (error !== null) return <Problem error={error} retry={retry} title="The setup could not be loaded" />;
    return (
      <div class="is-skeleton" role="status" aria-label="Loading the setup">
        <span class="bone bone-block" />
        <span class="bone bone-block" />
      </div>
    );
  }
  return (
    <div class="setup">
      {error !== null && <StaleBar error={error} retry={retry} />}
      <Lights setup={known} />
      <SnippetCard writeKey={known.writeKey} />
      <PageCard setup={known} />
    </div>
  );
}

/** How to put Scoreline on a site, whether it works there, and if not, why. */
export function SetupScreen() {
  useEffect(() => {
    scrollTo(0, 0);
    document.title = "Setup · Scoreline";
    return followSetup();
  }, []);
  return (
    <div class="screen">
      <header class="screen-header">
        <h1>Setup</h1>
        <p class="muted">Put the script on the site, and see it arrive.</p>
      </header>
      <Content />
    </div>
  );
}
