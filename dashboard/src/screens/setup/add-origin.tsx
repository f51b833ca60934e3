import { useSignal } from "@preact/signals";
import { changeSite } from "../../api/settings.ts";
import { change, problems } from "../../state/settings.ts";
import { loadSite, site } from "../../state/site.ts";

/** Makes an origin one of the site's, there where it was refused. */
export function AddOrigin({ origin }: { origin: string }) {
  const isBusy = useSignal(false);
  const origins = site.value.value?.site.origins ?? [];
  const card = `origin ${origin}`;
  const add = async (): Promise<void> => {
    isBusy.value = true;
    await change(card, async () => {
      await changeSite({ origins: [...origins, origin] });
      await loadSite();
    });
    isBusy.value = false;
  };
  if (origins.includes(origin)) {
    return (
      <p class="finding-fix" role="status">
        It is one of the site's origins now. That holds everywhere within about a minute; then load the page
        again.
      </p>
    );
  }
  const problem = problems.value[card];
  return (
    <div class="finding-act">
      <button type="button" class="button is-small" disabled={isBusy.value} onClick={() => void add()}>
        Add <bdi>{origin}</bdi>
      </button>
      {problem !== undefined && <p role="alert">{problem}</p>}
    </div>
  );
}
