import { Unlink2 } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button as AriaButton } from 'react-aria-components';
import type { LinkState } from '../../../src-shared/model/link.js';
import type { PairingPrompt } from '../../../src-shared/model/pairing.js';
import { Button } from '../../components/button.js';
import { Popover, PopoverTrigger } from '../../components/popover.js';
import { Rssi } from '../../components/rssi.js';
import { Tag } from '../../components/tag.js';
import { cx } from '../../lib/classes.js';
import { formatMicros, formatMillis, isOpen, linkName, phyText, securityWords } from '../../lib/explorer-format.js';
import { addressKindLong, addressKindShort } from '../../lib/scan-format.js';
import { useKeys } from '../pairing/pairing-state.js';
import { attemptWords } from '../pairing/pairing-words.js';
import { SECURITY_ICONS, SecurityEditor, useRunningAttempt } from '../pairing/security-editor.js';
import { copyText, disconnect } from './explorer-actions.js';
import { type ExplorerState, useExplorer } from './explorer-state.js';
import styles from './link-header.module.css';
import { LinkTabs } from './link-tabs.js';
import { MtuEditor } from './mtu-editor.js';
import { ParameterEditor } from './parameter-editor.js';
import { PhyEditor } from './phy-editor.js';
import { useLinkState, useLinks } from './use-explorer-store.js';

const NO_PROMPTS: readonly PairingPrompt[] = [];

/** Across tree and inspector: the open devices, and the facts of the one in front. */
export function ExplorerHeader() {
  const count = useLinks().length;
  const state = useLinkState(useExplorer((explorer) => explorer.active));
  if (count === 0) return null;
  return (
    <div className={styles.header}>
      <LinkTabs />
      {state !== undefined && <LinkBar key={state.id} state={state} />}
    </div>
  );
}

function LinkBar({ state }: { state: LinkState }) {
  const { parameters } = state;
  const open = isOpen(state.state);
  const security = securityWords(state.security);
  const LockIcon = SECURITY_ICONS[security.level];
  const attempt = useRunningAttempt(state);
  const prompts = useKeys((keys) => keys.pairing?.prompts) ?? NO_PROMPTS;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is a form's; this groups the facts of a link
    <div className={styles.bar} role="group" aria-label={`Link to ${linkName(state)}`}>
      <div className={styles.id}>
        <div className={styles.name}>
          <span className={cx('strong', styles.nameText)}>{state.name ?? <span className="dim">no name</span>}</span>
          {state.virtual && <Tag tone="virtual">virtual</Tag>}
        </div>
        <AriaButton
          className={styles.address ?? ''}
          aria-label={`${state.address} ${addressKindShort(state)}, copy the address`}
          onPress={() => void copyText(state.address, 'Address')}
        >
          <span className="mono">{state.address}</span>{' '}
          <span className="faint" title={addressKindLong(state)}>
            {addressKindShort(state)}
          </span>
        </AriaButton>
      </div>
      {open && (
        <>
          <div className={styles.fact} title="Signal strength as this side hears it, dBm">
            <span className={styles.label}>RSSI</span>
            <span className={styles.rssi}>
              <Rssi dbm={state.rssi} />
            </span>
          </div>
          <FactEditor label="MTU" value={state.mtu} what="Exchange MTU" editor="mtu">
            {(close) => <MtuEditor state={state} onDone={close} />}
          </FactEditor>
          <FactEditor
            label="Interval"
            value={parameters === null ? 'unknown' : formatMicros(parameters.intervalUs)}
            what="Update connection parameters"
            editor="parameters"
          >
            {(close) => <ParameterEditor state={state} onDone={close} first="minMs" />}
          </FactEditor>
          {parameters !== null && (
            <>
              <FactEditor
                label="Latency"
                value={parameters.latency}
                what="Update connection parameters"
                className={styles.latency}
              >
                {(close) => <ParameterEditor state={state} onDone={close} first="latency" />}
              </FactEditor>
              <FactEditor
                label="Timeout"
                value={formatMillis(parameters.supervisionTimeoutMs)}
                what="Update connection parameters"
              >
                {(close) => <ParameterEditor state={state} onDone={close} first="timeoutMs" />}
              </FactEditor>
            </>
          )}
          {state.phy !== null && (
            <FactEditor label="PHY" value={phyText(state.phy)} what="Set PHY" editor="phy" className={styles.phy}>
              {(close) => <PhyEditor state={state} onDone={close} />}
            </FactEditor>
          )}
          {state.dataLength !== null && <DataLength length={state.dataLength} />}
          <FactEditor
            label="Security"
            value={
              <span className={cx('ic', styles[security.level])}>
                <LockIcon size={14} strokeWidth={2} aria-hidden />
                {attempt ? attemptWords(attempt, prompts) : security.text}
              </span>
            }
            what="Pair"
            editor="security"
            className={styles.security}
          >
            {(close) => <SecurityEditor state={state} onDone={close} />}
          </FactEditor>
        </>
      )}
      <span className="grow" />
      {open && (
        <Button variant="danger" icon={Unlink2} onPress={() => void disconnect(state.id)}>
          Disconnect
        </Button>
      )}
    </div>
  );
}

/** It is agreed between the controllers: there is nothing to edit. */
function DataLength({ length: { txOctets, rxOctets } }: { length: NonNullable<LinkState['dataLength']> }) {
  return (
    <div
      className={cx(styles.fact, styles.dataLength)}
      title={`Data length: a packet on air carries up to ${txOctets} bytes out and ${rxOctets} in`}
    >
      <span className={styles.label}>Data length</span>
      {txOctets === rxOctets ? txOctets : `${txOctets} out, ${rxOctets} in`}
    </div>
  );
}

interface FactEditorProps {
  label: string;
  value: ReactNode;
  /** What its editor does; in the tooltip and for assistive technology. */
  what: string;
  /** The palette opens it by this name. */
  editor?: ExplorerState['editor'];
  className?: string;
  children: (close: () => void) => ReactNode;
}

/** A fact of the link that opens its editor. */
function FactEditor({ label, value, what, editor, className, children }: FactEditorProps) {
  const asked = useExplorer((state) => editor !== undefined && state.editor === editor);
  const controlled =
    editor === undefined
      ? {}
      : { isOpen: asked, onOpenChange: (open: boolean) => useExplorer.setState({ editor: open ? editor : null }) };
  return (
    <PopoverTrigger {...controlled}>
      <AriaButton className={cx(styles.fact, styles.button, className)}>
        <span className={styles.label}>{label}</span>
        {value}
        <span className="sr">, {what}</span>
      </AriaButton>
      <Popover label={what} width={340}>
        {children}
      </Popover>
    </PopoverTrigger>
  );
}
