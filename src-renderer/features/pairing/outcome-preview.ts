import {
  type AssociationSide,
  association,
  IO_CAPABILITIES,
  type IoCapability,
} from '../../../src-shared/model/association.js';
import type { PairingChoices, PairingFeatures } from '../../../src-shared/model/pairing.js';
import { METHOD_WORDS } from './pairing-words.js';

export interface PreviewRow {
  /** What the peer can do. */
  io: IoCapability;
  /** 'Passkey, shown here' */
  method: string;
  authenticated: boolean;
  secureConnections: boolean;
}

/**
 * What would come of a pairing by what we can do and ask for, for each thing the peer may be able to do.
 * Of a peer that has told its features these count; of another, that it can do Secure Connections and asks for nothing.
 */
export function outcomePreview(
  ours: PairingChoices,
  theirs: PairingFeatures | null,
  role: 'central' | 'peripheral',
): PreviewRow[] {
  return IO_CAPABILITIES.map((io) => {
    const us: AssociationSide = { io: ours.io, mitm: ours.mitm, oob: false, secureConnections: ours.secureConnections };
    const them: AssociationSide = {
      io,
      mitm: theirs?.mitm ?? false,
      oob: theirs?.oob ?? false,
      secureConnections: theirs?.secureConnections ?? true,
    };
    const result = role === 'central' ? association(us, them) : association(them, us);
    const ourPart = role === 'central' ? result.initiator : result.responder;
    const theirPart = role === 'central' ? result.responder : result.initiator;
    const words = METHOD_WORDS[result.method];
    const method =
      result.method !== 'passkey'
        ? words
        : ourPart === 'displays'
          ? `${words}, shown here`
          : theirPart === 'displays'
            ? `${words}, typed here`
            : `${words}, typed on both`;
    return { io, method, authenticated: result.authenticated, secureConnections: result.secureConnections };
  });
}
