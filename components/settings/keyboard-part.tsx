import { SingleKeysSwitch } from '#components/shell/single-keys-switch.tsx';
import { SETTINGS } from '#lib/text/en/settings.ts';

/** What of the keyboard can be chosen; it holds for this browser. */
export function KeyboardPart() {
  return (
    <section aria-labelledby="keyboard" className="border-t border-line-faint px-4 pt-4">
      <h2 id="keyboard" className="text-md font-semibold">
        {SETTINGS.keyboard}
      </h2>
      <div className="py-2">
        <SingleKeysSwitch />
      </div>
    </section>
  );
}
