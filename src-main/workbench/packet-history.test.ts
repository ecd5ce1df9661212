import { expect, test } from 'vitest';
import { bytesToText, LONG_HISTORY, PacketHistory, SHORT_HISTORY, textToBytes } from './packet-history.js';

const text = (...bytes: number[]) => bytesToText(Uint8Array.from(bytes));

test('bytes survive as text', () => {
  const bytes = Uint8Array.from({ length: 256 }, (_, i) => i);
  expect(textToBytes(bytesToText(bytes))).toEqual(bytes);
  expect(bytesToText(bytes.subarray(250))).toHaveLength(6);
});

test('equal packets in a row are one entry, whatever came between of another kind', () => {
  const history = new PacketHistory();
  for (let i = 0; i < 3; i += 1) {
    history.add('ADV_IND', text(1), -50 - i, 10 * i);
    history.add('SCAN_RSP', text(9), null, 10 * i + 1);
  }
  history.add('ADV_IND', text(2), -60, 40);
  history.add('ADV_IND', text(1), -61, 50);
  expect(history.entries().map(({ at, pdu, repeats, rssi }) => [at, pdu, repeats, rssi])).toEqual([
    [50, 'ADV_IND', 1, -61],
    [40, 'ADV_IND', 1, -60],
    [21, 'SCAN_RSP', 3, null],
    [20, 'ADV_IND', 3, -52],
  ]);
});

test('changed bytes are those against the packet of that kind before', () => {
  const history = new PacketHistory();
  history.add('ADV_IND', text(1, 2, 3), null, 1);
  history.add('SCAN_RSP', text(7, 7, 7), null, 2);
  history.add('ADV_IND', text(1, 9, 3, 4), null, 3);
  history.add('ADV_IND', text(1, 9), null, 4);
  expect(history.entries().map((entry) => entry.changed)).toEqual([[], [1, 3], [], []]);
  history.add('ADV_IND', text(0, 9), null, 5);
  expect(history.newestChanged((pdu) => pdu === 'ADV_IND')).toEqual([0]);
  expect(history.newestChanged((pdu) => pdu === 'SCAN_RSP')).toEqual([]);
  expect(history.newestChanged(() => false)).toEqual([]);
});

test('it keeps few packets of every device and many of the one being looked at', () => {
  const history = new PacketHistory();
  const fill = () => {
    for (let i = 0; i < 300; i += 1) history.add('ADV_IND', text(i & 0xff, i >> 8), null, i);
  };
  fill();
  expect(history.entries()).toHaveLength(SHORT_HISTORY);
  history.setLimit(LONG_HISTORY);
  expect(history.entries()).toHaveLength(SHORT_HISTORY);
  fill();
  expect(history.entries()).toHaveLength(LONG_HISTORY);
  history.setLimit(SHORT_HISTORY);
  expect(history.entries().map((entry) => entry.at)).toEqual(Array.from({ length: SHORT_HISTORY }, (_, i) => 299 - i));
});
