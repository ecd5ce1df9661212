import { type NumberView, numberViews } from '../../../src-shared/decode/values/numbers.js';
import styles from './value-section.module.css';

interface NumbersProps {
  data: Uint8Array;
  /** First byte of each number. */
  offset: number;
}

const lookup = (views: readonly NumberView[], label: string) => views.find((view) => view.label === label)?.value;

const QUICK: readonly (readonly [shown: string, label: string])[] = [
  ['u8', 'uint8'],
  ['i8', 'int8'],
  ['u16 LE', 'uint16 LE'],
  ['i16 LE', 'int16 LE'],
  ['u32 LE', 'uint32 LE'],
  ['IEEE f32', 'float32 LE'],
  ['IEEE f16', 'float16 LE'],
  ['11073 SFLOAT', 'SFLOAT (11073)'],
];

/** The readings one looks for most, from the picked byte on. */
export function QuickNumbers({ data, offset }: NumbersProps) {
  if (data.length === 0) return null;
  const views = numberViews(data, offset);
  return (
    <dl className={styles.quick} aria-label={`Numbers from byte ${offset}`}>
      {QUICK.map(([shown, label]) => {
        const value = lookup(views, label);
        return (
          <div key={label} style={{ display: 'contents' }}>
            <dt>{shown}</dt>
            <dd title={value}>{value ?? <span className="faint">too short</span>}</dd>
          </div>
        );
      })}
    </dl>
  );
}

const INTEGERS = [8, 16, 24, 32, 48, 64];
const FLOATS: readonly (readonly [name: string, le: string, be: string | null])[] = [
  ['IEEE half', 'float16 LE', 'float16 BE'],
  ['IEEE single', 'float32 LE', 'float32 BE'],
  ['IEEE double', 'float64 LE', 'float64 BE'],
  ['11073 SFLOAT', 'SFLOAT (11073)', null],
  ['11073 FLOAT', 'FLOAT (11073)', null],
];

/** Every reading of one kind from the picked byte on. */
export function NumberTable({ data, offset, kind }: NumbersProps & { kind: 'integers' | 'floats' }) {
  const views = numberViews(data, offset);
  const cell = (label: string) => lookup(views, label) ?? '';
  const floats = FLOATS.filter(([, le]) => lookup(views, le) !== undefined);
  return (
    <>
      {kind === 'integers' ? (
        <table className={styles.numbers}>
          <thead>
            <tr>
              <th scope="col">From byte {offset}</th>
              <th scope="col">little-endian</th>
              <th scope="col">big-endian</th>
            </tr>
          </thead>
          <tbody>
            {INTEGERS.filter((bits) => offset + bits / 8 <= data.length).flatMap((bits) =>
              ['uint', 'int'].map((sign) => {
                const name = `${sign}${bits}`;
                const le = cell(bits === 8 ? name : `${name} LE`);
                const be = bits === 8 ? '' : cell(`${name} BE`);
                return (
                  <tr key={name}>
                    <th scope="row">{name}</th>
                    <td title={le}>{le}</td>
                    <td title={be}>{be}</td>
                  </tr>
                );
              }),
            )}
          </tbody>
        </table>
      ) : (
        <table className={styles.numbers}>
          <thead>
            <tr>
              <th scope="col">From byte {offset}</th>
              <th scope="col">little-endian</th>
              <th scope="col">big-endian</th>
            </tr>
          </thead>
          <tbody>
            {floats.map(([name, le, be]) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                <td title={cell(le)}>{cell(le)}</td>
                <td title={be === null ? '' : cell(be)}>{be === null ? '' : cell(be)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <p className={styles.caption}>
        {kind === 'floats' && floats.length === 0
          ? 'Too short for a float from this byte.'
          : 'Pick a byte above to read from there.'}
      </p>
    </>
  );
}
