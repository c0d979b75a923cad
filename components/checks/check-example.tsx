import { CopyButton } from '#components/ui/copy-button.tsx';
import { YamlBlock } from '#components/ui/yaml-block.tsx';
import { CHECKS_PAGE } from '#lib/text/en/checks-page.ts';

/** A small cluster as YAML, folded until it is wanted. */
export function CheckExample({ label, yaml }: { readonly label: string; readonly yaml: string }) {
  return (
    <details className="border-t border-line-faint py-1.5">
      <summary className="min-h-6 cursor-pointer font-medium text-accent-ink">{label}</summary>
      <div className="my-1.5 flex">
        <CopyButton text={yaml} label={CHECKS_PAGE.copyExample} what={label} />
      </div>
      <YamlBlock
        label={label}
        lines={yaml
          .trimEnd()
          .split('\n')
          .map((text, index) => ({ type: 'line', number: index + 1, text }))}
      />
    </details>
  );
}
