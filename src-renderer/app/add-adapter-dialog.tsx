import { type FormEvent, useState } from 'react';
import type { ErrorInfo } from '../../src-shared/model/ble-error.js';
import { Button } from '../components/button.js';
import { CopyLine } from '../components/copy-button.js';
import { Dialog } from '../components/dialog.js';
import { ErrorNote } from '../components/error-note.js';
import { Field } from '../components/field.js';
import { toErrorInfo } from '../lib/error-text.js';
import { checkSpec } from './adapter-spec.js';
import { addAdapter, closeLayer, selectAdapter, setAdapterPicker, useApp } from './app-store.js';
import styles from './dialogs.module.css';
import { controllerIndex, type Recipe, recipesFor, systemLimit } from './real-adapter.js';

export function AddAdapterDialog() {
  const open = useApp((state) => state.layer === 'add-adapter');
  return (
    <Dialog title="Add adapter by address" isOpen={open} onClose={closeLayer} width={560}>
      <AddForm />
    </Dialog>
  );
}

function AddForm() {
  const platform = useApp((state) => state.info?.platform ?? 'other');
  const known = useApp((state) => state.adapters?.entries);
  const [text, setText] = useState('');
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<ErrorInfo | null>(null);
  const check = checkSpec(text, platform);
  const double = check.ok && known?.some((entry) => entry.spec === check.spec);
  const problem = double ? 'It is in the list already' : check.ok ? null : check.message;
  // While the beginning of a good address is being typed nothing is wrong yet.
  const shown = tried || !isBeginning(text) ? problem : null;

  const add = async (use: boolean): Promise<void> => {
    setTried(true);
    if (!check.ok || double) return;
    setBusy(true);
    setFailure(null);
    try {
      await addAdapter(check.spec);
      closeLayer();
      if (use && !(await selectAdapter(check.spec))) setAdapterPicker(true);
    } catch (error) {
      setFailure(toErrorInfo(error, 'add adapter'));
    } finally {
      setBusy(false);
    }
  };
  const onSubmit = (event: FormEvent): void => {
    event.preventDefault();
    void add(true);
  };

  return (
    <form className={styles.form} onSubmit={onSubmit}>
      <Field
        label="Address"
        value={text}
        onChange={setText}
        onBlur={() => setTried(text.trim() !== '')}
        error={shown}
        help="tcp:HOST:PORT or unix:/PATH of anything that speaks H4: an HCI relay, an emulator, or another BLE Workbench that shares its radio."
        placeholder="tcp:127.0.0.1:9000"
        mono
        autoFocus
      />
      {failure && <ErrorNote title="The address was refused" error={failure} />}
      <div className={styles.actions}>
        <Button size="lg" onPress={closeLayer}>
          Cancel
        </Button>
        <Button size="lg" isDisabled={busy} onPress={() => void add(false)}>
          Add
        </Button>
        <Button size="lg" variant="primary" type="submit" busy={busy}>
          Add and use
        </Button>
      </div>
      <div className={styles.more}>
        <h3>To reach a real controller</h3>
        <p className="dim">{systemLimit(platform)}</p>
        {recipesFor(platform, controllerIndex(known ?? [])).map((recipe) => (
          <RecipeView key={recipe.title} recipe={recipe} onUse={() => setText(recipe.spec)} />
        ))}
      </div>
    </form>
  );
}

/** One way to real hardware: commands to copy and the address that follows from them. */
export function RecipeView({ recipe, onUse }: { recipe: Recipe; onUse?: () => void }) {
  return (
    <section className={styles.recipe} aria-label={recipe.title}>
      <p className={styles.recipeTitle}>{recipe.title}</p>
      {recipe.steps.map((step) => (
        <div key={step.text}>
          <p className="dim">{step.text}</p>
          {step.command && <CopyLine text={step.command} />}
        </div>
      ))}
      <p className={styles.then}>
        <span>
          Then add <span className="mono">{recipe.spec}</span>
        </span>
        {onUse && (
          <Button size="sm" onPress={onUse}>
            Fill in
          </Button>
        )}
      </p>
      {recipe.note && <p className="faint">{recipe.note}</p>}
    </section>
  );
}

function isBeginning(text: string): boolean {
  const typed = text.trim().toLowerCase();
  return (
    ['tcp:', 'unix:'].some((scheme) => scheme.startsWith(typed)) ||
    /^tcp:(\[[0-9a-f:.]*\]?|[0-9a-z._-]+):?$/i.test(typed) ||
    typed === 'unix:/'
  );
}
