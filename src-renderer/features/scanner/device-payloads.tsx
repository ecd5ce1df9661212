import { useCallback } from 'react';
import type { ScanDetail, ScanHistoryEntry, ScanRow } from '../../../src-shared/model/scan-row.js';
import { LinkButton } from '../../components/button.js';
import { formatTime } from '../../lib/scan-format.js';
import { scanStore } from '../../lib/scan-store.js';
import { AdSection } from './ad-section.js';
import { isResponse } from './packet-text.js';
import { useScanner } from './scanner-state.js';

/** The packet of a device's history that is looked at instead of the newest; null = the newest. Tab and inspector share it. */
export function usePacket(id: number): [ScanHistoryEntry | null, (entry: ScanHistoryEntry | null) => void] {
  const packet = useScanner((state) => (state.packet?.id === id ? state.packet.entry : null));
  const setPacket = useCallback(
    (entry: ScanHistoryEntry | null) => useScanner.setState({ packet: entry === null ? null : { id, entry } }),
    [id],
  );
  return [packet, setPacket];
}

interface DevicePayloadsProps {
  row: ScanRow;
  detail: ScanDetail | undefined;
  packet: ScanHistoryEntry | null;
  onNewest: () => void;
}

/** Advertising data and scan response, apart: of the newest packets, or of one that was chosen. */
export function DevicePayloads({ row, detail, packet, onNewest }: DevicePayloadsProps) {
  const older = packet === null ? null : isResponse(packet.pdu) ? 'response' : 'advertising';
  const aside = packet && (
    <span title={packet.pdu}>
      of {formatTime(packet.at, true)} <LinkButton onPress={onNewest}>newest</LinkButton>
    </span>
  );
  return (
    <>
      {packet !== null && older === 'advertising' ? (
        <AdSection
          title="Advertising data"
          bytes={packet.data}
          changed={packet.changed}
          pdu={packet.pdu}
          aside={aside}
        />
      ) : (
        <AdSection title="Advertising data" bytes={row.advData} changed={detail?.advChanged ?? []} pdu={row.pdu} />
      )}
      {packet !== null && older === 'response' ? (
        <AdSection title="Scan response" bytes={packet.data} changed={packet.changed} pdu={packet.pdu} aside={aside} />
      ) : (
        <AdSection
          title="Scan response"
          bytes={row.respData}
          changed={detail?.respChanged ?? []}
          pdu="SCAN_RSP"
          aside={isPassive() ? <span className="faint">received before, passive now</span> : undefined}
          none={noResponse(row)}
        />
      )}
    </>
  );
}

const isPassive = () => scanStore.state?.settings.active === false;

function noResponse(row: ScanRow): string {
  if (isPassive()) return 'not asked for: passive scan';
  return row.scannable ? 'none received' : 'none: not scannable';
}
