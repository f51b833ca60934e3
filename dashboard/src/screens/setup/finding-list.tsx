import type { Finding } from "../../../../shared/schema/setup.ts";
import { Icon, type IconName } from "../../components/icon.tsx";
import { Ago } from "../../components/time.tsx";
import { may } from "../../state/settings.ts";
import { AddOrigin } from "./add-origin.tsx";

const looks: Readonly<Record<Finding["severity"], { icon: IconName; word: string }>> = {
  error: { icon: "blocked", word: "Error" },
  warning: { icon: "alert", word: "Warning" },
  note: { icon: "info", word: "Note" },
  good: { icon: "check", word: "Good" },
};

/** Findings, each with what to do. Parts of them were written by strangers: they are text. */
export function FindingList({
  findings,
  label,
}: {
  findings: readonly (Finding & { lastAtMs?: number })[];
  label: string;
}) {
  return (
    <ul class="findings" aria-label={label}>
      {findings.map(({ code, severity, message, fix, origin, lastAtMs }) => (
        <li key={`${code} ${message}`} class={`finding is-${severity}`} data-code={code}>
          <span class="finding-mark" role="img" aria-label={looks[severity].word}>
            <Icon name={looks[severity].icon} size={14} />
          </span>
          <div class="finding-words">
            <p class="finding-message">
              <bdi>{message}</bdi>
            </p>
            {fix !== undefined && (
              <p class="finding-fix">
                <bdi>{fix}</bdi>
              </p>
            )}
            {origin !== undefined && may("edit") && <AddOrigin origin={origin} />}
          </div>
          {lastAtMs !== undefined && (
            <span class="finding-when">
              <Ago atMs={lastAtMs} />
            </span>
          )}
        </li>
      ))}
    </ul>
  );
}
