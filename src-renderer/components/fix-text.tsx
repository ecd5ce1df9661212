import { CopyLine } from './copy-button.js';

/** Programs our fixes name; a line that begins with one is a command to copy. */
const COMMAND = /^(sudo|npm|socat|ssh|btproxy|btmgmt|rfkill|systemctl) /;

/** What to do about something: commands to copy and plain sentences, one a line. */
export function FixText({ fix }: { fix: string }) {
  return (
    <>
      {fix
        .split('\n')
        .filter((line) => line.trim() !== '')
        .map((line) => (COMMAND.test(line) ? <CopyLine key={line} text={line} /> : <p key={line}>{line}</p>))}
    </>
  );
}
