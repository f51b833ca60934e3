import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { Icon } from "./icon.tsx";

/** Copies a text; not shown where the browser has no clipboard for this page. */
export function CopyButton({ text, label }: { text: string; label: string }) {
  const isCopied = useSignal(false);
  useEffect(() => {
    if (!isCopied.value) return;
    const timer = setTimeout(() => {
      isCopied.value = false;
    }, 2_000);
    return () => clearTimeout(timer);
  }, [isCopied.value]);

  if (text === "" || !("clipboard" in navigator)) return null;
  const copy = () => {
    navigator.clipboard.writeText(text).then(
      () => {
        isCopied.value = true;
      },
      () => undefined,
    );
  };
  return (
    <button type="button" class="link-button" onClick={copy}>
      <Icon name="copy" size={14} />
      <span aria-live="polite">{isCopied.value ? "Copied" : label}</span>
    </button>
  );
}
