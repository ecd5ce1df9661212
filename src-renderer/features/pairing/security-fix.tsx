import { ATT_ERROR } from '../../../src-shared/assigned-numbers/att.js';
import type { ErrorInfo } from '../../../src-shared/model/ble-error.js';
import type { LinkState } from '../../../src-shared/model/link.js';
import { Button } from '../../components/button.js';
import { isOpen } from '../../lib/explorer-format.js';
import { pair, pairWithMitm, showPairing } from './pairing-actions.js';

const WANTS_SECURITY: readonly (number | undefined)[] = [
  ATT_ERROR['insufficient-authentication'],
  ATT_ERROR['insufficient-encryption'],
  ATT_ERROR['encryption-key-size-too-short'],
];

/** The error says that the link is not protected enough, or that pairing for its sake came to nothing. */
export const isForSecurity = ({ layer, status }: ErrorInfo): boolean =>
  layer === 'smp' || (layer === 'att' && WANTS_SECURITY.includes(status));

/** The button that fixes it. */
export function SecurityFix({ error, state }: { error: ErrorInfo; state: LinkState }) {
  const isUp = isOpen(state.state);
  const wantsMore = state.security.encrypted && error.status === ATT_ERROR['insufficient-authentication'];
  return (
    <>
      <Button size="sm" isDisabled={!isUp} onPress={() => void (wantsMore ? pairWithMitm(state.id) : pair(state.id))}>
        {wantsMore ? 'Pair with MITM protection' : 'Pair'}
      </Button>
      <Button size="sm" variant="ghost" onPress={() => showPairing(state.id)}>
        Show in Keys
      </Button>
    </>
  );
}
